// A gRPC client on one connection that was dialled elsewhere. Not grpc-js's own, which cannot be given a connection:
// it does not bound how long it dials, so that a host which comes back would be waited for in the kernel's ever
// longer intervals, and it does not tell a refused connection from a broken one (node-techniques.md §3).
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from "node:http2";
import type { Duplex } from "node:stream";
import { FrameError } from "../codec/frame-error.ts";
import { GRPC_UNAVAILABLE, type GrpcStatus } from "./grpc-status.ts";
import { framed, MessageSplitter } from "./message-splitter.ts";

export interface CallHandlers {
  onMessage(message: Uint8Array): void;
  /** Once, at the end of the call, for whatever reason. */
  onEnd(status: GrpcStatus): void;
  /** What had gathered is on its way. */
  onDrain?(): void;
}

export interface GrpcCall {
  /** Bytes handed over and not yet on their way. */
  readonly bufferedBytes: number;
  send(message: Uint8Array): void;
  /** Nothing more will be sent. */
  end(): void;
  /** Takes or leaves what comes in: back-pressure to the other side. */
  pause(): void;
  resume(): void;
  cancel(): void;
}

export interface GrpcSessionOptions {
  readonly socket: Duplex;
  readonly maxMessageBytes: number;
  /** Once: nothing can be sent or received any more. */
  readonly onClose: () => void;
}

/** What may come in per stream before it is read. */
const WINDOW_BYTES = 1024 * 1024;

export class GrpcSession {
  readonly #session: ClientHttp2Session;
  readonly #maxMessageBytes: number;

  constructor({ socket, maxMessageBytes, onClose }: GrpcSessionOptions) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#session = connect("https://peer", {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: WINDOW_BYTES },
    });
    // Its close follows, and is what counts.
    this.#session.on("error", () => {});
    this.#session.once("goaway", () => this.destroy());
    this.#session.once("close", onClose);
  }

  get isOpen(): boolean {
    return !this.#session.closed && !this.#session.destroyed;
  }

  /** @param path `/package.Service/Method` */
  call(path: string, handlers: CallHandlers): GrpcCall {
    if (!this.isOpen) {
      queueMicrotask(() => handlers.onEnd({ code: GRPC_UNAVAILABLE, message: "the connection is closed" }));
      return CLOSED_CALL;
    }
    const stream = this.#session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: "application/grpc",
      [constants.HTTP2_HEADER_TE]: "trailers",
    });
    receive(stream, new MessageSplitter(this.#maxMessageBytes), handlers);
    return new SessionCall(stream);
  }

  /** Asks for a sign of life. `undefined`: there will be none. */
  ping(done: (roundTripMs: number | undefined) => void): void {
    if (!this.isOpen) return;
    // False: too many are under way already, which says enough.
    this.#session.ping((error, roundTripMs) => done(error ? undefined : roundTripMs));
  }

  destroy(): void {
    this.#session.destroy();
  }
}

class SessionCall implements GrpcCall {
  readonly #stream: ClientHttp2Stream;

  constructor(stream: ClientHttp2Stream) {
    this.#stream = stream;
  }

  get bufferedBytes(): number {
    return this.#stream.writableLength;
  }

  send(message: Uint8Array): void {
    if (!this.#stream.writable) return;
    this.#stream.write(framed(message));
  }

  end(): void {
    this.#stream.end();
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  cancel(): void {
    this.#stream.close(constants.NGHTTP2_CANCEL);
  }
}

const CLOSED_CALL: GrpcCall = {
  bufferedBytes: 0,
  send() {},
  end() {},
  pause() {},
  resume() {},
  cancel() {},
};

function receive(stream: ClientHttp2Stream, splitter: MessageSplitter, handlers: CallHandlers): void {
  let status: GrpcStatus | undefined;
  const note = (headers: IncomingHttpHeaders): void => {
    status ??= statusOf(headers);
  };
  stream.on("response", (headers) => {
    // An end without messages comes in one block of headers (gRPC over HTTP/2, "trailers-only").
    note(headers);
    if (headers[":status"] === 200) return;
    status ??= { code: GRPC_UNAVAILABLE, message: "the answer is not gRPC's" };
    stream.close();
  });
  stream.on("trailers", note);
  stream.on("data", (chunk: Uint8Array) => {
    try {
      for (const message of splitter.push(chunk)) handlers.onMessage(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      status = { code: GRPC_UNAVAILABLE, message: error.message };
      stream.close(constants.NGHTTP2_CANCEL);
    }
  });
  stream.on("drain", () => handlers.onDrain?.());
  // The other side is through: half a stream is of no use to anyone, and would never close.
  stream.once("end", () => stream.close());
  let reason = "the connection broke";
  stream.on("error", (error) => {
    reason = error.message;
  });
  stream.once("close", () => handlers.onEnd(status ?? { code: GRPC_UNAVAILABLE, message: reason }));
}

function statusOf(headers: IncomingHttpHeaders): GrpcStatus | undefined {
  const code = Number(headers["grpc-status"] ?? Number.NaN);
  if (!Number.isInteger(code)) return undefined;
  return { code, message: decoded(String(headers["grpc-message"] ?? "")) };
}

/** Percent-encoded by the other side, if it keeps to the rules. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text).slice(0, 1024);
  } catch {
    return text.slice(0, 1024);
  }
}
