// Storage, barrier, caches and the way to commit: what every room of a request thread stands on.
import { Barrier } from "#barrier/barrier.ts";
import { KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { Pause } from "#base/pause.ts";
import type { KeyWork } from "#contract/key-work.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import type { FailureCounters } from "#core/lockout/lockout.ts";
import type { LockoutDesk } from "#core/needs.ts";
import { Proposer } from "#core/proposer.ts";
import { EncryptionCounter } from "#core/sealing/encryption-counter.ts";
import { StateCache } from "#core/state-cache.ts";
import { Transactor } from "#core/transactor.ts";
import type { Consensus } from "#storage/consensus.ts";
import type { KvStore } from "#storage/kv-store.ts";
import type { ProposalId } from "#storage/proposal-id.ts";
import { ChangeRingReader } from "#storage/shared/change-ring.ts";
import { logTimeNow } from "#storage/shared/log-time.ts";
import { NodeStatus } from "#storage/shared/node-status.ts";
import type { SharedMemory } from "../threads/shared-memory.ts";

/** What a thread has before any room exists. */
export interface Ground {
  memory: SharedMemory;
  store: KvStore;
  consensus: Consensus;
  logger: Logger;
  clock: Clock;
  pause: Pause;
  passwords: PasswordHasher;
  keyWork: KeyWork;
  lockout: LockoutDesk;
  loginFailures: FailureCounters;
  systemLimits: MountLimits;
  nextId(): ProposalId;
}

export interface Foundation extends Ground {
  status: NodeStatus;
  barrier: Barrier;
  cache: StateCache;
  proposer: Proposer;
  transactor: Transactor;
  logTimeMs(): number;
  monotonicMs(): number;
}

export function layFoundation(ground: Ground): Foundation {
  const { memory, store, clock, consensus, logger, nextId } = ground;
  const status = new NodeStatus(memory.status);
  const encryptions = new EncryptionCounter(memory.encryptions);
  const barrier = new Barrier({
    keys: new KeyMemory(memory.keys),
    status,
    store,
    onEncrypted: () => encryptions.add(),
  });
  const cache = new StateCache({ store, barrier, ring: new ChangeRingReader(memory.changes), status });
  cache.onChange("core", (key) => {
    if (key === KEYRING_KEY && !barrier.isSealed) barrier.reloadKeyring();
  });
  const logTimeMs = (): number => logTimeNow(status, clock);
  const monotonicMs = (): number => clock.monotonicMs();
  const proposer = new Proposer({ consensus, logger, nextId, monotonicMs });
  const transactor = new Transactor({ store, barrier, cache, proposer, logTimeMs });
  return { ...ground, status, barrier, cache, proposer, transactor, logTimeMs, monotonicMs };
}
