// Puts the rooms of one request thread together: the only place that sees both sides of every need.
import { Barrier } from "#barrier/barrier.ts";
import { KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY } from "#barrier/keyring.ts";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import type { Engine } from "#contract/engine.ts";
import type { MountContext, MountLimits } from "#contract/mount-context.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import type { AnyPath } from "#contract/path.ts";
import type { AuditLog } from "#core/audit-log.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import { Mounts } from "#core/mounts/mounts.ts";
import type { LockoutDesk } from "#core/needs.ts";
import { Pipeline } from "#core/pipeline.ts";
import { Policies } from "#core/policies/policies.ts";
import { Proposer } from "#core/proposer.ts";
import { NodeRoutes } from "#core/router/node-routes.ts";
import { Router } from "#core/router/router.ts";
import { StateCache } from "#core/state-cache.ts";
import { TokenNamer } from "#core/tokens/token-namer.ts";
import { Tokens } from "#core/tokens/tokens.ts";
import { secureRandom } from "#crypto/secure-random.ts";
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
  passwords: PasswordHasher;
  lockout: LockoutDesk;
  systemLimits: MountLimits;
  nextId(): ProposalId;
}

/** Storage, barrier and caches: what every room stands on. */
export interface Foundation extends Ground {
  status: NodeStatus;
  barrier: Barrier;
  cache: StateCache;
  logTimeMs(): number;
}

export function layFoundation(ground: Ground): Foundation {
  const { memory, store, clock } = ground;
  const status = new NodeStatus(memory.status);
  const encryptions = new BigInt64Array(memory.encryptions);
  const barrier = new Barrier({
    keys: new KeyMemory(memory.keys),
    status,
    store,
    onEncrypted: () => Atomics.add(encryptions, 0, 1n),
  });
  const cache = new StateCache({ store, barrier, ring: new ChangeRingReader(memory.changes), status });
  cache.onChange("core", (key) => {
    if (key === KEYRING_KEY && !barrier.isSealed) barrier.reloadKeyring();
  });
  return { ...ground, status, barrier, cache, logTimeMs: () => logTimeNow(status, clock) };
}

export interface Rooms {
  policies: Policies;
  namer: TokenNamer;
  tokens: Tokens;
  mounts: Mounts;
}

export function furnish(foundation: Foundation, catalog: ReadonlyMap<string, Engine>): Rooms {
  const { cache, barrier, store, logger, logTimeMs, systemLimits } = foundation;
  const policies = new Policies({ cache, store, barrier, logger: logger.named("policy"), logTimeMs });
  const namer = new TokenNamer(cache);
  const tokens = new Tokens({ cache, barrier, namer, policies });
  const mounts = new Mounts({ cache, catalog, systemLimits });
  return { policies, namer, tokens, mounts };
}

export interface RoutingInput {
  foundation: Foundation;
  rooms: Rooms;
  catalog: ReadonlyMap<string, Engine>;
  nodePaths: readonly AnyPath<unknown>[];
}

export interface Routing {
  router: Router;
  nodeRoutes: NodeRoutes;
}

export function layRoutes({ foundation, rooms, catalog, nodePaths }: RoutingInput): Routing {
  const contextOf = (entry: MountEntry): MountContext => ({
    type: entry.type,
    uuid: entry.uuid,
    accessor: entry.accessor,
    namespace: "root",
    path: entry.path,
    options: entry.options ?? {},
    limits: rooms.mounts.limitsOf(entry),
    random: secureRandom,
    logger: foundation.logger.named(`mount.${entry.accessor}`),
    passwords: foundation.passwords,
  });
  return {
    router: new Router({ cache: foundation.cache, catalog, contextOf }),
    nodeRoutes: new NodeRoutes(nodePaths),
  };
}

export function buildPipeline(
  foundation: Foundation,
  rooms: Rooms,
  { router, nodeRoutes }: Routing,
  audit: AuditLog,
): Pipeline {
  const { consensus, logger, clock, nextId, status, barrier } = foundation;
  const proposer = new Proposer({ consensus, logger, nextId, monotonicMs: () => clock.monotonicMs() });
  return new Pipeline({
    ...foundation,
    tokens: rooms.tokens,
    audit,
    proposer,
    isSealed: () => barrier.isSealed,
    appliedIndex: () => status.get("appliedIndex"),
    findNodeRoute: (path) => nodeRoutes.find(path),
    findRoute: (namespace, path) => nodeRoutes.find(path) ?? router.find(namespace, path),
  });
}
