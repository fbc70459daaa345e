// What is no HTTP gets one answer and the connection is closed: nothing after a parse error can be trusted.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

type Refusal = readonly [status: number, phrase: string, message: string];

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "request headers are too large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "Payload Too Large", "chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "the request took too long to arrive"],
  HPE_INVALID_METHOD: [400, "Bad Request", "unsupported operation"],
};
const MALFORMED: Refusal = [400, "Bad Request", "malformed request"];
/** Go's words, which clients look for. */
const PLAIN_ON_TLS: Refusal = [400, "Bad Request", "Client sent an HTTP request to an HTTPS server."];
const CONNECT: Refusal = [405, "Method Not Allowed", "unsupported operation"];
/** For the client to read the answer in, while it may still be sending. */
const LINGER_MS = 500;

/** An HTTP/1 connection as node leaves it to a server's `clientError`. */
type HttpSocket = Socket & {
  parser?: { incoming?: IncomingMessage | null } | null | undefined;
  /** The answer that is being written, or comes next. */
  _httpMessage?: ServerResponse | null;
  /** Of TLS: the connection below. */
  _parent?: Socket;
};

/** What node's parser says of why it stopped. */
export interface ParserError extends Error {
  code?: string;
  /** The packet, and where in it. */
  rawPacket?: Buffer;
  bytesParsed?: number;
}

/** A broken parser complains again with every packet; one answer is enough. */
const refused = new WeakSet<Socket>();

/** Answers a connection whose request node could not read, as far as an answer can be understood. */
export function refuseConnection(error: ParserError, socket: HttpSocket): void {
  const { code } = error;
  if (refused.has(socket)) return;
  refused.add(socket);
  if (code === "ERR_SSL_HTTP_REQUEST" && socket._parent) {
    say(PLAIN_ON_TLS, socket._parent);
    return;
  }
  const isHttp = code !== undefined && (code.startsWith("HPE_") || code === "ERR_HTTP_REQUEST_TIMEOUT");
  if (!isHttp || !socket.writable) {
    socket.destroy();
    return;
  }
  inTurn(refusalOf(error), socket);
}

/** What does not even begin with a letter is no method: TLS on a plain port, for one. */
function refusalOf({ code = "", rawPacket, bytesParsed = 0 }: ParserError): Refusal {
  const stoppedAt = rawPacket?.[bytesParsed] ?? 0;
  const isWord = stoppedAt >= 0x41 && stoppedAt <= 0x5a;
  return code === "HPE_INVALID_METHOD" && !isWord ? MALFORMED : (REFUSALS[code] ?? MALFORMED);
}

/** CONNECT takes the connection from node's HTTP server: it has to be answered by hand. */
export function refuseConnect({ httpVersionMajor }: IncomingMessage, place: Socket | ServerResponse): void {
  if (httpVersionMajor === 1) say(CONNECT, place as Socket);
  else refuseStream(CONNECT, place as ServerResponse);
}

/** A stream of HTTP/2 ends alone; its connection goes on. */
function refuseStream([status, , message]: Refusal, outgoing: ServerResponse): void {
  outgoing.writeHead(status, { "Cache-Control": "no-store", "Content-Type": "application/json" });
  outgoing.end(bodyOf(message));
}

/** After the answers to earlier requests of the same connection, and never between an answer's parts. */
function inTurn(refusal: Refusal, socket: HttpSocket): void {
  const answering = socket._httpMessage;
  const receiving = socket.parser?.incoming;
  const isBodyAtFault = receiving && !receiving.complete;
  if (isBodyAtFault ? answering?.req !== receiving || answering.headersSent : !socket.writable) {
    socket.destroy();
    return;
  }
  if (!answering || isBodyAtFault) {
    say(refusal, socket);
    return;
  }
  // Node's own listener came first: the next answer, if there is one, has taken its place by then.
  answering.once("finish", () => inTurn(refusal, socket));
}

function say([status, phrase, message]: Refusal, socket: Socket): void {
  const body = bodyOf(message);
  const deadline = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(deadline));
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n` +
      `Date: ${new Date().toUTCString()}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function bodyOf(message: string): string {
  return `{"errors":[${JSON.stringify(message)}]}\n`;
}
