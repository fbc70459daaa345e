// What the process may use of the machine. Node knows of cgroup limits.
import { availableParallelism } from "node:os";
import type { Machine } from "./node-plan.ts";

export function thisMachine(): Machine {
  const limit = process.constrainedMemory();
  const memoryBytes = limit > 0 && limit < Number.MAX_SAFE_INTEGER ? limit : process.availableMemory();
  return { processors: availableParallelism(), memoryBytes };
}
