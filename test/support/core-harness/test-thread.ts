// One request thread: the real cache, barrier, router, rooms, proposer and pipeline over a test's node. Several on one
// node see each other's writes as threads do: through the store and the ring of changed keys.
import { Barrier } from "#barrier/barrier.ts";
import type { AnyEngine } from "#contract/engine.ts";
import type { MountContext } from "#contract/mount-context.ts";
import type { AuditLog } from "#core/audit-log.ts";
import { ExpirySweeper } from "#core/jobs/expiry-sweeper.ts";
import { JobRunner } from "#core/jobs/job-runner.ts";
import { Jobs } from "#core/jobs/jobs.ts";
import { MountDuties } from "#core/jobs/mount-duties.ts";
import { Lockout } from "#core/lockout/lockout.ts";
import { STANDARD_LOCKOUT } from "#core/lockout/lockout-rule.ts";
import { LoginRenewals } from "#core/login-renewals.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import { Mounts } from "#core/mounts/mounts.ts";
import { Pipeline } from "#core/pipeline.ts";
import { Proposer } from "#core/proposer.ts";
import { Router } from "#core/router/router.ts";
import { StateCache } from "#core/state-cache.ts";
import type { LeaseRevoker } from "#core/tokens/needs.ts";
import { tokenEngine } from "#core/tokens/token-engine.ts";
import { TokenNamer } from "#core/tokens/token-namer.ts";
import { Tokens } from "#core/tokens/tokens.ts";
import { Transactor } from "#core/transactor.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { storageKey } from "#storage/key-areas.ts";
import { ChangeRingReader } from "#storage/shared/change-ring.ts";
import { plainPasswords } from "./plain-passwords.ts";
import type { SimplePolicies } from "./simple-policies.ts";
import type { TestNode } from "./test-node.ts";

export interface ThreadOptions {
  engines: readonly AnyEngine[];
  policies: SimplePolicies;
  audit: AuditLog;
  leases: readonly LeaseRevoker[];
}

export const noAudit: AuditLog = { isEnabled: false, request: () => {}, response: () => {} };
const SYSTEM_LIMITS = { defaultTtlSeconds: 2_764_800, maxTtlSeconds: 2_764_800 };

export class TestThread {
  readonly cache: StateCache;
  readonly barrier: Barrier;
  readonly namer: TokenNamer;
  readonly transactor: Transactor;
  readonly mounts: Mounts;
  readonly tokens: Tokens;
  readonly router: Router;
  readonly pipeline: Pipeline;
  /** Duties of a leader: a test starts them where it wants them done. */
  readonly runner: JobRunner;
  readonly sweeper: ExpirySweeper;
  readonly mountDuties: MountDuties;
  readonly #node: TestNode;
  readonly #options: ThreadOptions;
  readonly #proposer: Proposer;

  constructor(node: TestNode, options: ThreadOptions) {
    this.#node = node;
    this.#options = options;
    const { status, keys, clock, disk, consensus, logger } = node;
    const { store } = disk;
    const barrier = new Barrier({ keys, status, store });
    this.barrier = barrier;
    const cache = new StateCache({ store, status, barrier, ring: new ChangeRingReader(node.ring) });
    this.cache = cache;
    this.namer = new TokenNamer(cache);
    const monotonicMs = () => clock.monotonicMs();
    const logTimeMs = () => clock.logTimeMs();
    const proposer = new Proposer({ consensus, logger, nextId: () => node.nextId(), monotonicMs });
    this.#proposer = proposer;
    this.transactor = new Transactor({ store, barrier, cache, proposer, logTimeMs });
    const catalog = new Map<string, AnyEngine>();
    this.mounts = new Mounts({ cache, catalog, systemLimits: SYSTEM_LIMITS });
    this.router = new Router({ cache, catalog, contextOf: (entry) => this.#contextOf(entry) });
    this.tokens = this.#makeTokens();
    for (const engine of [tokenEngine(this.tokens), ...options.engines]) {
      catalog.set(`${engine.kind}/${engine.type}`, engine);
    }
    const { transactor, tokens } = this;
    const duties = { store, cache, transactor, logger, monotonicMs, logTimeMs, pause: clock.pause };
    this.runner = new JobRunner({ ...duties, kinds: tokens.jobKinds });
    this.sweeper = new ExpirySweeper({ ...duties, handlers: [tokens.expiry] });
    this.mountDuties = new MountDuties({
      ...duties,
      mounts: {
        list: (transaction) => this.mounts.dutiful(transaction, "root"),
        find: (...at) => this.router.findMount(...at),
      },
    });
    this.pipeline = this.#makePipeline();
  }

  #makeTokens(): Tokens {
    const { clock, logger, disk } = this.#node;
    const { cache, mounts, router } = this;
    return new Tokens({
      cache,
      barrier: this.barrier,
      namer: this.namer,
      transactor: this.transactor,
      jobs: new Jobs({ store: disk.store, monotonicMs: () => clock.monotonicMs(), pause: clock.pause }),
      logger,
      policies: this.#options.policies,
      mounts,
      logins: new LoginRenewals({
        cache,
        pathOfAccessor: (...of) => mounts.pathOfAccessor(...of),
        findMount: (...at) => router.findMount(...at),
        limitsOf: (entry) => mounts.limitsOf(entry),
      }),
      cubbyholes: { of: ({ cubbyholeId }) => this.#cubbyholePrefix(cubbyholeId) },
      leases: this.#options.leases,
    });
  }

  #cubbyholePrefix(cubbyholeId: string): string | undefined {
    const mount = this.mounts.at("root", "cubbyhole/");
    return mount && storageKey("logical", "root", `${mount.uuid}/${cubbyholeId}/`);
  }

  #makePipeline(): Pipeline {
    const { clock, logger, disk, status } = this.#node;
    return new Pipeline({
      cache: this.cache,
      store: disk.store,
      barrier: this.barrier,
      tokens: this.tokens,
      lockout: new Lockout(this.#node.loginFailures, { userpass: STANDARD_LOCKOUT }),
      logger,
      logTimeMs: () => clock.logTimeMs(),
      findRoute: (namespace, path) => this.router.find(namespace, path),
      audit: this.#options.audit,
      proposer: this.#proposer,
      findNodeRoute: () => undefined,
      isSealed: () => this.barrier.isSealed,
      appliedIndex: () => status.get("appliedIndex"),
    });
  }

  #contextOf(entry: MountEntry): MountContext {
    return {
      type: entry.type,
      uuid: entry.uuid,
      accessor: entry.accessor,
      namespace: "root",
      path: entry.path,
      options: entry.options ?? {},
      limits: this.mounts.limitsOf(entry),
      random: secureRandom,
      logger: this.#node.logger.named(`mount.${entry.accessor}`),
      passwords: plainPasswords,
    };
  }
}
