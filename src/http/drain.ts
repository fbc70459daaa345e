// Closing a listener that shares its port: closing at once would reset connections that wait in the kernel's queue
// (node-techniques.md §5). So listen on until two turns of the loop bring no new connection, then close the handle only.
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Server as NetServer } from "node:net";

const SWEEP_MS = 100;

export async function drain(server: Server, deadlineMs: number): Promise<void> {
  server.on("request", closeAfterwards);
  await untilQuiet(server);
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  const sweep = setInterval(() => server.closeIdleConnections?.(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections?.(), deadlineMs);
  server.closeIdleConnections?.();
  try {
    await closed;
  } finally {
    clearInterval(sweep);
    clearTimeout(deadline);
  }
}

function closeAfterwards(_request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false;
}

async function untilQuiet(server: Server): Promise<void> {
  let arrivals = 0;
  const count = (): void => {
    arrivals++;
  };
  server.on("connection", count);
  try {
    for (let quietTurns = 0; quietTurns < 2; ) {
      const before = arrivals;
      await new Promise((resolve) => setImmediate(resolve));
      quietTurns = arrivals === before ? quietTurns + 1 : 0;
    }
  } finally {
    server.off("connection", count);
  }
}
