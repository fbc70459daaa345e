import { createServer } from "node:net";

/** A port of loopback that nobody uses now, with the two above it free as well. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await bind(0);
    const neighbours = await Promise.all(
      [port + 1, port + 2].map((next) => bind(next).catch(() => undefined)),
    );
    if (port < 65_000 && neighbours.every((next) => next !== undefined)) return port;
  }
}

function bind(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
