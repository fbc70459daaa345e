// LIST, SCAN and HELP over HTTP/1. Node's parser knows a fixed set of methods and refuses these with 400 before any handler
// runs, yet hvac and documented curl send LIST (security.md §0.1). When the parser stops at the word, it is started
// again in place and fed the same packet with a known method of equal length; the request then gets its true method.
// Costs other requests nothing. Relies on Node's internals: `proveListMethod` runs at every start.
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";
import { type ParserError, refuseConnection } from "./refuse-connection.ts";

interface Rescue {
  word: string;
  /** How many of the word's letters the parser takes before it stops: as many as a method it knows begins with. */
  stopsAt: number;
}

const RESCUES: readonly Rescue[] = [
  { word: "LIST", stopsAt: 2 },
  { word: "SCAN", stopsAt: 1 },
  { word: "HELP", stopsAt: 2 },
];
/** A method that the parser knows, as long as each word. */
const STAND_IN = "LOCK";
const START_BYTES = "LIST ".length;
const REQUEST_PARSER = 1;
const STRICT = 0;

type Incoming = (request: IncomingMessage, keepAlive: boolean) => unknown;

interface Parser {
  onIncoming: Incoming;
  incoming?: IncomingMessage | null;
  remove(): void;
  initialize(
    type: number,
    resource: object,
    maxHeaderSize: number,
    lenient: number,
    connections: unknown,
  ): void;
}

type ParsedSocket = Socket & { parser?: Parser | null | undefined };

/** Makes an HTTP/1 server take LIST, SCAN and HELP. Over HTTP/2 any method arrives as it is. */
export function acceptListMethod(server: Server, maxHeaderBytes: number): void {
  const rescuer = new Rescuer(server, maxHeaderBytes);
  server.on("connection", (socket) => rescuer.remember(socket));
  server.on("secureConnection" as "connection", (socket) => rescuer.remember(socket));
  server.on("clientError", (error: ParserError, socket) => rescuer.onError(error, socket as ParsedSocket));
}

class Rescuer {
  readonly #server: Server;
  readonly #maxHeaderBytes: number;
  /** The start of a word whose end is in the next packet. */
  readonly #held = new WeakMap<Socket, Buffer>();
  /** Sockets that are being fed, with what still has to be fed: pipelined words must not recurse. */
  readonly #feeding = new WeakMap<Socket, Buffer | undefined>();
  #nodesErrorListener: ((error: Error) => void) | undefined;

  constructor(server: Server, maxHeaderBytes: number) {
    this.#server = server;
    this.#maxHeaderBytes = maxHeaderBytes;
  }

  /** Node takes its own error listener off before it tells us; it has to be put back. */
  remember(socket: Socket): void {
    this.#nodesErrorListener ??= socket
      .listeners("error")
      .find((listener) => listener.name === "socketOnError") as ((error: Error) => void) | undefined;
  }

  onError(error: ParserError, socket: ParsedSocket): void {
    const bytes = error.code === "HPE_INVALID_METHOD" ? this.#fromWord(error, socket) : undefined;
    if (!bytes || !socket.parser || !socket.writable) refuseConnection(error, socket);
    else if (this.#feeding.has(socket)) this.#feeding.set(socket, bytes);
    else this.#feed(socket, bytes);
  }

  /** The packet from the word on. Only a word whose parsed letters are in sight is taken for what it seems. */
  #fromWord(error: ParserError, socket: ParsedSocket): Buffer | undefined {
    const packet = error.rawPacket;
    if (!packet) return undefined;
    const held = this.#held.get(socket);
    if (held) {
      this.#held.delete(socket);
      return Buffer.concat([held, packet]);
    }
    const stop = error.bytesParsed ?? 0;
    const found = RESCUES.find(({ word, stopsAt }) => {
      const start = stop - stopsAt;
      return start >= 0 && packet.toString("latin1", start, stop + 1) === word.slice(0, stopsAt + 1);
    });
    return found && packet.subarray(stop - found.stopsAt);
  }

  #feed(socket: ParsedSocket, first: Buffer): void {
    this.#feeding.set(socket, undefined);
    try {
      for (let bytes: Buffer | undefined = first; bytes; bytes = this.#feeding.get(socket)) {
        this.#feeding.set(socket, undefined);
        // What node would do, had the parser gone on: wait until the client has taken its answers.
        if (socket.isPaused()) {
          this.#feedLater(socket, bytes);
          return;
        }
        if (!this.#feedOne(socket, bytes)) return;
      }
    } finally {
      this.#feeding.delete(socket);
    }
  }

  /** Nothing is read from a paused socket, so nothing can come before these bytes. */
  #feedLater(socket: ParsedSocket, bytes: Buffer): void {
    this.#listenAgain(socket);
    socket.once("resume", () => {
      if (socket.parser && !socket.destroyed) this.#feed(socket, bytes);
    });
  }

  #feedOne(socket: ParsedSocket, bytes: Buffer): boolean {
    const start = bytes.toString("latin1", 0, START_BYTES);
    const rescue = RESCUES.find(({ word }) => start === `${word} `);
    this.#listenAgain(socket);
    if (!rescue) {
      const mayBecomeOne =
        bytes.length < START_BYTES && RESCUES.some(({ word }) => `${word} `.startsWith(start));
      if (mayBecomeOne) this.#held.set(socket, Buffer.from(bytes));
      else refuseConnection(unknownMethod(bytes), socket);
      return false;
    }
    // The packet is our own copy: node made it for the error.
    bytes.write(STAND_IN, "latin1");
    this.#restart(socket, rescue.word);
    socket.emit("data", bytes);
    return !socket.destroyed;
  }

  #restart(socket: ParsedSocket, word: string): void {
    const { parser } = socket;
    if (!parser) return;
    parser.remove();
    parser.initialize(REQUEST_PARSER, {}, this.#maxHeaderBytes, STRICT, connectionsOf(this.#server));
    const onIncoming = parser.onIncoming;
    parser.onIncoming = function (this: unknown, request, keepAlive) {
      parser.onIncoming = onIncoming;
      request.method = word;
      return onIncoming.call(this, request, keepAlive);
    };
  }

  #listenAgain(socket: ParsedSocket): void {
    const listener = this.#nodesErrorListener;
    if (listener && !socket.listeners("error").includes(listener)) socket.on("error", listener);
  }
}

function unknownMethod(rawPacket: Buffer): ParserError {
  return Object.assign(new Error("unknown method"), {
    code: "HPE_INVALID_METHOD",
    rawPacket,
    bytesParsed: 0,
  });
}

/** The server's list of connections, by which its timeouts find them. */
function connectionsOf(server: Server): unknown {
  const symbol = Object.getOwnPropertySymbols(server).find(
    (candidate) => candidate.description === "http.server.connections",
  );
  return symbol && (server as unknown as Record<symbol, unknown>)[symbol];
}
