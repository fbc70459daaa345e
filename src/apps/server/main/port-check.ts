// With `reusePort` a second server would share the port in silence; so the port is bound once without it before any
// thread listens (design §2). The data directory's lock covers the gap.
import { createServer } from "node:net";

export async function demandFreePorts(addresses: readonly { host: string; port: number }[]): Promise<void> {
  for (const address of addresses) await bindOnce(address);
}

function bindOnce({ host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const where = `${host === "" ? "*" : host}:${port}`;
      reject(
        new Error(
          `can not listen on ${where}: ${error.code === "EADDRINUSE" ? "address already in use" : error.message}`,
        ),
      );
    });
    server.listen({ ...(host !== "" && { host }), port, exclusive: true }, () =>
      server.close(() => resolve()),
    );
  });
}
