// Log time, which decides every TTL: it goes on from the last entry by the leader's monotonic clock, so that no jump of
// a wall clock revives or kills anything (design §5).
import type { Clock } from "#base/clock.ts";
import type { NodeStatus } from "./node-status.ts";

/** Log time now, as this node knows it. */
export function logTimeNow(status: NodeStatus, clock: Clock): number {
  const sinceMs = clock.monotonicMs() - status.get("logTimeSetAtUs") / 1000;
  return status.get("logTimeMs") + Math.max(0, Math.floor(sinceMs));
}

/**
 * From now on log time goes on from `logTimeMs`. Kept as what it was when the monotonic clock was 0, so that one cell
 * says it all: two that change one after the other could be read as a jump.
 */
export function setLogTime(status: NodeStatus, clock: Clock, logTimeMs: number): void {
  status.set("logTimeSetAtUs", 0);
  status.set("logTimeMs", logTimeMs - Math.floor(clock.monotonicMs()));
}
