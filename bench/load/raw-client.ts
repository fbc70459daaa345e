// A load program's connection: requests are bytes made beforehand, answers are counted by a parser that knows just enough
// of HTTP/1.1, so that the load takes as little of the machine as possible from what it measures.
import { connect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";

const HEADER_END = Buffer.from("\r\n\r\n");
const CONTENT_LENGTH = Buffer.from("\r\nContent-Length: ");

export interface Target {
  host: string;
  port: number;
  /** PEM of the authority to trust; plain TCP without. */
  ca?: string;
}

/** One keep-alive connection with one request under way. */
export class RawClient {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #done: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("connection closed")));
  }

  static open({ host, port, ca }: Target): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = ca ? tlsConnect({ host, port, ca, servername: "localhost" }) : connect({ host, port });
      socket.once("error", reject);
      socket.once(ca ? "secureConnect" : "connect", () => {
        socket.off("error", reject);
        resolve(new RawClient(socket));
      });
    });
  }

  /** @returns the status of the answer */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const headerEnd = bytes.indexOf(HEADER_END);
    if (headerEnd < 0) {
      this.#pending = bytes;
      return;
    }
    const at = bytes.indexOf(CONTENT_LENGTH);
    const length = at >= 0 && at < headerEnd ? digits(bytes, at + CONTENT_LENGTH.length) : 0;
    if (bytes.length < headerEnd + 4 + length) {
      this.#pending = bytes;
      return;
    }
    this.#pending = Buffer.alloc(0);
    this.#done?.(digits(bytes, 9));
  }
}

function digits(bytes: Buffer, start: number): number {
  let value = 0;
  for (let at = start; ; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
