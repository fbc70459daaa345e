import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range that the kernel gives to outgoing connections: nobody takes a neighbour by chance. */
const FIRST_PORT = 10_000;
const LAST_PORT = 31_000;
const NEIGHBOURS = 2;

/** A port of loopback that nobody uses now, with the two above it free as well. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    const wanted = Array.from({ length: 1 + NEIGHBOURS }, (_, at) => port + at);
    const free = await Promise.all(wanted.map(isFree));
    if (free.every(Boolean)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port }, () => server.close(() => resolve(true)));
  });
}
