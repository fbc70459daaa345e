// How one simulated cluster is configured: mostly with small limits, so that every limit is met, and with timers from
// sensible to absurd, since none may decide over safety.
import type { LogLimits } from "#storage/log/log-limits.ts";
import { DEFAULT_NODE_LIMITS, type NodeLimits } from "#storage/replicated/node-limits.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";

export interface Settings {
  readonly nodes: number;
  readonly clients: number;
  readonly keys: number;
  readonly thinkMs: number;
  readonly limits: NodeLimits;
  readonly log: LogLimits;
  readonly recentIds: number;
  /** Nodes of an older version, which sends no notes. */
  readonly hasOldVersions: boolean;
  /** All draw the same election timeout. */
  readonly hasEqualTimeouts: boolean;
  /** Before everything heals, some minutes with little to do. */
  readonly quietMs: number;
}

const KIB = 1024;

export function drawSettings(random: SeededRandom, nodes: number): Settings {
  const isAbsurd = random.chance(0.12);
  // A lease trusts timers, so it gets sensible ones.
  const isLeased = !isAbsurd && random.chance(0.15);
  const heartbeatMs = isAbsurd ? 10 : random.pick([30, 50, 50, 50]);
  const electionFloorMs = isAbsurd ? random.pick([20, 60, 270]) : random.pick([150, 300, 500, 500]);
  const maxMessageBytes = random.pick([300, 1 * KIB, 4 * KIB, 64 * KIB]);
  return {
    nodes,
    clients: random.between(6, 12),
    keys: random.between(4, 10),
    thinkMs: random.pick([5, 10, 20, 40]),
    recentIds: random.pick([48, 128, 512, 4096]),
    hasOldVersions: random.chance(0.1),
    hasEqualTimeouts: random.chance(0.06),
    quietMs: random.chance(0.04) ? random.between(70_000, 100_000) : 0,
    log: {
      segmentBytes: random.pick([64 * KIB, 64 * KIB, 128 * KIB]),
      groupBytes: random.pick([4 * KIB, 16 * KIB, 64 * KIB]),
      recordBytes: random.pick([4 * KIB, 8 * KIB]),
      entryBytes: 8 * KIB,
      snapshotBytes: 2 * KIB,
    },
    limits: {
      ...DEFAULT_NODE_LIMITS,
      core: {
        maxMessageBytes,
        maxEntryBytes: 8 * KIB,
        maxInflightBytes: Math.max(maxMessageBytes, random.pick([2 * KIB, 16 * KIB, 1024 * KIB])),
        maxInflightMessages: random.pick([1, 2, 8, 64]),
        maxApplyingBytes: random.pick([200, 2 * KIB, 64 * KIB]),
        maxUncommittedBytes: random.pick([2 * KIB, 64 * KIB, 1024 * KIB]),
        maxPendingReads: random.pick([2, 100]),
        readMode: isLeased ? "lease" : "safe",
      },
      timing: {
        heartbeatMs,
        electionFloorMs: Math.max(electionFloorMs, heartbeatMs + 10),
        electionCeilingMs: 4000,
        appendStallMs: random.pick([300, 1000]),
        campaignJitterMs: random.pick([1, 50]),
        snapshotPatienceMs: random.pick([400, 1500]),
      },
      checkpoints: {
        checkpointBytes: random.pick([4 * KIB, 16 * KIB, 64 * KIB]),
        checkpointMs: random.pick([500, 2000, 8000]),
        trailingBytes: random.pick([0, 2 * KIB, 16 * KIB]),
        laggingBytes: random.pick([0, 16 * KIB, 128 * KIB]),
      },
      cacheBytes: random.pick([500, 4 * KIB, 256 * KIB]),
      maxPending: random.pick([4, 64, 4096]),
      maxUnapplied: random.pick([8, 64, 4096]),
      maxUnwrittenBytes: random.pick([4 * KIB, 256 * KIB]),
      doubtMs: random.pick([100, 2000]),
    },
  };
}
