// Every queue has a bound, whatever the world does.
import type { ReplicatedNode } from "#storage/replicated/replicated-node.ts";
import type { Settings } from "../world/settings.ts";
import { Violation } from "../world/violation.ts";

export function checkBounds(id: number, node: ReplicatedNode, { limits, log, clients }: Settings): void {
  const { cacheBytes } = node.raft.backlog;
  const { pending } = node.desk.figures;
  // One entry beyond its limit stays in the cache, or it would hold nothing.
  bound(id, "the entry cache", cacheBytes, limits.cacheBytes + log.entryBytes + 64);
  bound(id, "pending proposals", pending, limits.maxPending + 1);
  bound(id, "waiting reads", node.gates.size, 64 * clients);
}

function bound(id: number, what: string, size: number, limit: number): void {
  if (size > limit)
    throw new Violation("queues are bounded", `${what} of node ${id} hold ${size}, over ${limit}`);
}
