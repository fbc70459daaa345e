// HTTP/1 by hand: bytes go out as they are given, answers come back parsed. For what no HTTP client would send.
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

const TIMEOUT_MS = 20_000;

export class RawConnection implements AsyncDisposable {
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #bytes = Buffer.alloc(0);
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#tell();
    });
    socket.on("error", () => {});
    for (const event of ["close", "end"]) {
      socket.on(event, () => {
        this.#isClosed = true;
        this.#tell();
      });
    }
  }

  static async open({ port, isTls }: { port: number; isTls?: boolean }): Promise<RawConnection> {
    const socket = isTls
      ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false, ALPNProtocols: ["http/1.1"] })
      : connect(port, "127.0.0.1");
    const connection = new RawConnection(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once(isTls ? "secureConnect" : "connect", resolve);
      socket.once("error", reject);
    });
    return connection;
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** Whether the server has ended the connection. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What has come and was not taken as an answer yet. */
  get unread(): Buffer {
    return this.#bytes;
  }

  send(bytes: string | Uint8Array): Promise<void> {
    const chunk = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes;
    return new Promise((resolve) => {
      this.#socket.write(chunk, () => resolve());
    });
  }

  /** The next whole answer. @throws when the server closes before it is there */
  async answer(method = "GET"): Promise<RawAnswer> {
    let taken: [RawAnswer, number] | undefined;
    await this.#until(() => {
      taken = parseAnswer(this.#bytes, method, this.#isClosed);
      return taken !== undefined || this.#isClosed;
    }, "an answer");
    if (!taken)
      throw new Error(`closed without an answer; came: ${JSON.stringify(this.#bytes.toString("latin1"))}`);
    this.#bytes = this.#bytes.subarray(taken[1]);
    return taken[0];
  }

  closed(): Promise<void> {
    return this.#until(() => this.#isClosed, "the end of the connection");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
  }

  #until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(
          new Error(
            `waited for ${what}; came: ${JSON.stringify(this.#bytes.toString("latin1").slice(0, 500))}`,
          ),
        );
      }, TIMEOUT_MS);
      const look = (): void => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  #tell(): void {
    for (const look of [...this.#watchers]) look();
  }
}

/** An answer and how many bytes it took; `undefined` while it is not whole. */
function parseAnswer(bytes: Buffer, method: string, isClosed: boolean): [RawAnswer, number] | undefined {
  const text = bytes.toString("latin1");
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const [statusLine = "", ...lines] = text.slice(0, headEnd).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3}) /.exec(statusLine)?.[1]);
  if (Number.isNaN(status)) throw new Error(`no status line: ${statusLine}`);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const start = headEnd + 4;
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304 && status >= 200;
  if (!hasBody) return [{ status, headers, body: "" }, start];
  if (headers["transfer-encoding"] === "chunked") return chunked(bytes, start, { status, headers });
  const declared = headers["content-length"];
  if (declared === undefined && !isClosed) return undefined;
  const end = declared === undefined ? bytes.length : start + Number(declared);
  if (bytes.length < end) return undefined;
  return [{ status, headers, body: bytes.subarray(start, end).toString() }, end];
}

function chunked(
  bytes: Buffer,
  start: number,
  head: Omit<RawAnswer, "body">,
): [RawAnswer, number] | undefined {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return [{ ...head, body: Buffer.concat(parts).toString() }, end];
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = end;
  }
}
