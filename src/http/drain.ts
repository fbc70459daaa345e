// Closing a listener that shares its port: closing at once would reset connections that wait in the kernel's queue
// (node-techniques.md §5). So listen on until two turns of the loop bring no new connection, then close the handle only.
import { Server as HttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ServerHttp2Session } from "node:http2";
import { Server as NetServer } from "node:net";

const SWEEP_MS = 100;

/** @param sessions the HTTP/2 sessions that are open, kept up to date by the caller */
export async function drain(
  server: Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  deadlineMs: number,
): Promise<void> {
  // Before the listener that answers: most answers are written at once.
  server.prependListener("request", closeAfterwards);
  await untilQuiet(server);
  const closed = new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
  const closeIdle = (): void => {
    server.closeIdleConnections();
    for (const session of sessions) if (!session.closed) session.close();
  };
  const sweep = setInterval(closeIdle, SWEEP_MS);
  const deadline = setTimeout(() => closeAll(server, sessions), deadlineMs);
  closeIdle();
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

function closeAll(server: Server, sessions: ReadonlySet<ServerHttp2Session>): void {
  // An HTTPS server of node:http2 has no such method of its own, but the same list.
  HttpServer.prototype.closeAllConnections.call(server);
  for (const session of sessions) session.destroy();
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
