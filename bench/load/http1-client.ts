// A load program's connection: requests are bytes made beforehand, answers are read by a parser that knows just enough
// of HTTP/1.1, so that the load takes as little of the machine as possible from what it measures.
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { LoadClient, PreparedRequest } from "./load-client.ts";

const HEADER_END = Buffer.from("\r\n\r\n");
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;
const READ_BYTES = 65_536;

export interface Target {
  host: string;
  port: number;
  protocol: "http1" | "http2";
  /** PEM of the authority to trust; plain TCP without. */
  ca?: string;
}

export class Http1Client implements LoadClient {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #done: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #isClosed = false;

  private constructor({ host, port, ca }: Target, opened: (client: Http1Client) => void) {
    const onread = {
      buffer: Buffer.allocUnsafe(READ_BYTES),
      callback: (length: number, buffer: Uint8Array): boolean => {
        this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length));
        return true;
      },
    };
    if (ca === undefined) {
      this.#socket = connect({ host, port, onread }, () => opened(this));
    } else {
      this.#socket = connectTls({ host, port, ca, servername: "localhost" }, () => opened(this));
      this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    }
    this.#socket.setNoDelay(true);
    this.#socket.on("error", (error) => this.#failed?.(error));
    this.#socket.on("close", () => {
      this.#isClosed = true;
      this.#failed?.(new Error("connection closed"));
    });
  }

  static open(target: Target): Promise<Http1Client> {
    return new Promise((resolve, reject) => {
      new Http1Client(target, resolve).#failed = reject;
    });
  }

  send({ bytes }: PreparedRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      if (this.#isClosed) reject(new Error("the server closed an idle connection"));
      else this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  /** @param chunk is valid during this call alone */
  #receive(chunk: Buffer): void {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const headerEnd = bytes.indexOf(HEADER_END);
    const isWhole = headerEnd >= 0 && bytes.length >= headerEnd + 4 + bodyLength(bytes, headerEnd);
    if (!isWhole) {
      this.#pending = bytes === chunk ? Buffer.from(bytes) : bytes;
      return;
    }
    if (this.#pending.length > 0) this.#pending = Buffer.alloc(0);
    this.#done?.(statusOf(bytes));
  }
}

function bodyLength(bytes: Buffer, headerEnd: number): number {
  return Number(CONTENT_LENGTH.exec(bytes.toString("latin1", 0, headerEnd))?.[1] ?? 0);
}

/** `HTTP/1.1 200 …` */
function statusOf(bytes: Buffer): number {
  const digit = (at: number): number => (bytes[at] ?? 0x30) - 0x30;
  return digit(9) * 100 + digit(10) * 10 + digit(11);
}
