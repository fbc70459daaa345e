import type { IncomingMessage, ServerResponse } from "node:http";

const BODY = '{"errors":["unsupported expectation"]}\n';

/** `Expect` with anything but 100-continue (RFC 9110 §10.1.1). */
export function refuseExpectation(_incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(417, {
    "Cache-Control": "no-store",
    "Content-Type": "application/json",
    "Content-Length": BODY.length,
    Connection: "close",
  });
  outgoing.end(BODY);
}
