// The size of a chunked body's first chunk. Node hands on a chunk's bytes, never its size, so a chunk that claims more than
// any body may have would be waited for until time is up. The packet that is being parsed still shows it; where it
// does not (the chunk comes in a later packet), the running limit and the timeouts hold as ever.
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

type ParsedSocket = Socket & { parser?: { getCurrentBuffer?(): Buffer | undefined } | null };

/** Bytes that the first chunk claims to have, as far as it can be told. Only while the request is being announced. */
export function firstChunkSize(incoming: IncomingMessage): number | undefined {
  const packet = (incoming.socket as ParsedSocket).parser?.getCurrentBuffer?.()?.toString("latin1") ?? "";
  const head = packet.lastIndexOf(`${incoming.method} ${incoming.url} HTTP/1.`);
  const headEnd = head < 0 ? -1 : packet.indexOf("\r\n\r\n", head);
  if (headEnd < 0) return undefined;
  const size = /^[0-9A-Fa-f]{1,16}(?=[;\r])/.exec(packet.slice(headEnd + 4, headEnd + 24))?.[0];
  return size === undefined ? undefined : Number.parseInt(size, 16);
}
