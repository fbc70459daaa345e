// How many connections a thread holds, in all and of one address: what comes beyond is closed before a byte is read.
import type { Server, Socket } from "node:net";
import { plainAddress } from "./client-address.ts";

export interface ConnectionCapOptions {
  max: number;
  /** Undefined: no bound. Behind a proxy everybody has one address. */
  maxPerAddress: number | undefined;
}

/** Node's own `maxConnections`, and a count by address. */
export function capConnections(server: Server, { max, maxPerAddress }: ConnectionCapOptions): void {
  server.maxConnections = max;
  if (maxPerAddress === undefined) return;
  const counts = new Map<string, number>();
  // Before the listeners that would start to read.
  server.prependListener("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    const count = counts.get(address) ?? 0;
    if (count >= maxPerAddress) {
      socket.destroy();
      return;
    }
    counts.set(address, count + 1);
    socket.once("close", () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
}
