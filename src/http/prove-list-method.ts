// LIST over HTTP/1 hangs on how Node is built (list-method.ts). A Node that is built otherwise must not serve: clients that
// send LIST would fail one by one, much later.
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { assert } from "#base/assert.ts";
import { MAX_HEADER_BYTES } from "./limits.ts";
import { acceptListMethod } from "./list-method.ts";

const TIMEOUT_MS = 2000;
const LINES = ["LIST /1", "GET /2", "LIST /3", "LIST /4"];

let proof: Promise<void> | undefined;

/** Once a thread: sends LISTs and GETs in one packet to a server of its own. @throws InvariantError */
export function proveListMethod(): Promise<void> {
  proof ??= prove();
  return proof;
}

async function prove(): Promise<void> {
  const seen: string[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    outgoing.end();
    if (seen.length === LINES.length) socket.destroy();
  });
  acceptListMethod(server, MAX_HEADER_BYTES);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await new Promise<void>((resolve) => {
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.write(LINES.map((line) => `${line} HTTP/1.1\r\nHost: self\r\n\r\n`).join(""));
    socket.resume();
  });
  server.close();
  server.closeAllConnections();
  assert(seen.join() === LINES.join(), `this Node (${process.version}) can not be taught the method LIST`);
}
