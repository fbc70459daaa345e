// Every kind of fault that a run may meet (raft-ha §4.3), counted when it has an effect. A long run in which one of
// them never fired proves less than it claims.

export const FAULTS = [
  "message dropped",
  "message duplicated",
  "message reordered",
  "message delayed",
  "message replayed after minutes",
  "partition, symmetric",
  "partition, one-way",
  "partition, leader isolated",
  "partition, chained",
  "connection reset",
  "power lost",
  "power lost at a disk operation",
  "power lost in recovery",
  "power lost everywhere",
  "process killed",
  "clean restart",
  "restart",
  "pause",
  "worker stalled",
  "request threads stalled",
  "clock skewed",
  "clock jumped",
  "clock drifting",
  "disk slow",
  "disk stalled",
  "sync failed",
  "append failed",
  "disk full",
  "tail torn",
  "unsynced suffix lost",
  "log corrupted",
  "state: bit flipped",
  "state: suffix lost",
  "state: hole after power loss",
  "state: key vanished",
  "state: key stale",
  "disk lost",
  "snapshot interrupted",
  "snapshot chunk corrupt",
  "compaction during transfer",
  "member added",
  "member removed",
  "member replaced",
  "joint change",
  "leader removed",
  "leadership transferred",
  "mixed versions",
  "sealed",
  "unsealed",
  "request sent again",
] as const;

export type FaultKind = (typeof FAULTS)[number];
export type FaultCounts = Record<FaultKind, number>;

export function noFaults(): FaultCounts {
  return Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as FaultCounts;
}
