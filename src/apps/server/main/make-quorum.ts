// The room of quorums over this node's shared memory.
import { setTimeout as delay } from "node:timers/promises";
import { Barrier } from "#barrier/barrier.ts";
import { KeyMemory } from "#barrier/key-memory.ts";
import { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { Seal } from "#seals/seal.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { logTimeNow } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import { systemClock } from "../system-clock.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";

export interface QuorumSurroundings {
  memory: SharedMemory;
  store: KvReader;
  seal: Seal | undefined;
  commit(proposal: SealedProposal): Promise<Outcome["kind"]>;
}

export function makeQuorum({ memory, store, seal, commit }: QuorumSurroundings): QuorumRoom {
  const keys = new KeyMemory(memory.keys);
  const status = new NodeStatus(memory.status);
  return new QuorumRoom({
    store,
    keys,
    barrier: new Barrier({ keys, status, store }),
    seal,
    commit,
    pause: (ms) => delay(ms),
    logTimeMs: () => logTimeNow(status, systemClock),
  });
}
