// One request thread: the real cache, barrier, router, token room, proposer and pipeline over a test's node. Several on
// one node see each other's writes as threads do: through the store and the ring of changed keys.
import { Barrier } from "#barrier/barrier.ts";
import type { Engine } from "#contract/engine.ts";
import type { AuditLog } from "#core/audit-log.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import type { LockoutDesk, TokenDesk } from "#core/needs.ts";
import { Pipeline } from "#core/pipeline.ts";
import { Proposer } from "#core/proposer.ts";
import { Router } from "#core/router/router.ts";
import { StateCache } from "#core/state-cache.ts";
import { TokenNamer } from "#core/tokens/token-namer.ts";
import { Tokens } from "#core/tokens/tokens.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { ChangeRingReader } from "#storage/shared/change-ring.ts";
import { plainPasswords } from "./plain-passwords.ts";
import type { SimplePolicies } from "./simple-policies.ts";
import { limitsOf } from "./test-mount.ts";
import type { TestNode } from "./test-node.ts";

// biome-ignore lint/suspicious/noExplicitAny: a catalog holds engines of every type
export type AnyEngine = Engine<any>;

export interface ThreadOptions {
  engines: readonly AnyEngine[];
  policies: SimplePolicies;
  audit: AuditLog;
}

export const noAudit: AuditLog = { isEnabled: false, request: () => {}, response: () => {} };
const noLockout: LockoutDesk = { admit: () => {}, failed: () => {}, succeeded: () => {} };

export class TestThread {
  readonly cache: StateCache;
  readonly barrier: Barrier;
  readonly namer: TokenNamer;
  readonly tokens: Tokens;
  readonly router: Router;
  readonly pipeline: Pipeline;
  readonly #node: TestNode;

  constructor(node: TestNode, options: ThreadOptions) {
    this.#node = node;
    const { status, keys } = node;
    const { store } = node.disk;
    this.barrier = new Barrier({ keys, status, store });
    this.cache = new StateCache({
      store,
      status,
      barrier: this.barrier,
      ring: new ChangeRingReader(node.ring),
    });
    this.namer = new TokenNamer(this.cache);
    const { cache, barrier, namer } = this;
    this.tokens = new Tokens({ cache, barrier, namer, policies: options.policies });
    const catalog = new Map(options.engines.map((engine) => [`${engine.kind}/${engine.type}`, engine]));
    this.router = new Router({ cache, catalog, contextOf: (entry) => this.#contextOf(entry) });
    this.pipeline = this.#makePipeline(options.audit);
  }

  #makePipeline(audit: AuditLog): Pipeline {
    const { clock, logger, consensus, disk } = this.#node;
    const proposer = new Proposer({
      consensus,
      logger,
      nextId: () => this.#node.nextId(),
      monotonicMs: () => clock.monotonicMs(),
    });
    return new Pipeline({
      cache: this.cache,
      store: disk.store,
      barrier: this.barrier,
      tokens: this.tokens as unknown as TokenDesk,
      lockout: noLockout,
      logger,
      logTimeMs: () => clock.logTimeMs(),
      findRoute: (namespace, path) => this.router.find(namespace, path),
      audit,
      proposer,
      findNodeRoute: () => undefined,
      isSealed: () => this.barrier.isSealed,
      appliedIndex: () => this.#node.status.get("appliedIndex"),
    });
  }

  #contextOf(entry: MountEntry): Parameters<Engine["open"]>[0] {
    return {
      type: entry.type,
      uuid: entry.uuid,
      accessor: entry.accessor,
      namespace: "root",
      path: entry.path,
      options: entry.options ?? {},
      limits: limitsOf(entry),
      random: secureRandom,
      logger: this.#node.logger.named(`mount.${entry.accessor}`),
      passwords: plainPasswords,
    };
  }
}
