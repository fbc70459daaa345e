// An answer may leave before the request's body has come in: the request was refused, or its method has no use for a body.
// A short rest is passed over and the connection lives on; a long one is not waited for.
import type { IncomingMessage, ServerResponse } from "node:http";
import { constants, type Http2ServerRequest } from "node:http2";
import type { Socket } from "node:net";
import { hasBody } from "./read-body.ts";

const MAX_PASSED_OVER_BYTES = 65_536;
/** Closing at once would reset the connection under a client that still sends, and lose it the answer (RFC 9112 §9.6). */
const LINGER_MS = 500;

/** To be called before the answer is written. */
export function leaveUnread(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (incoming.complete || !hasBody(incoming)) return;
  const { stream } = incoming as unknown as Partial<Http2ServerRequest>;
  if (stream) outgoing.once("finish", () => stream.close(constants.NGHTTP2_NO_ERROR));
  else if (!isShort(incoming)) closeAfterwards(incoming, outgoing);
}

/** Nothing that follows on the connection is read: for HTTP/1 whose framing is in doubt, too. */
export function closeAfterwards(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.shouldKeepAlive = false;
  const { socket } = incoming;
  // What node calls once the last answer of a connection is written.
  socket.destroySoon = () => linger(socket);
  if (incoming.listenerCount("data") === 0) incoming.resume();
}

function linger(socket: Socket): void {
  socket.end();
  const deadline = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(deadline));
}

function isShort({ headers }: IncomingMessage): boolean {
  const declared = headers["content-length"];
  return declared !== undefined && Number(declared) <= MAX_PASSED_OVER_BYTES;
}
