// Builds a core for a test: initialised, unsealed, leading, with the engines and mounts that the test names.
import type { AnyEngine } from "#contract/engine.ts";
import type { AuditLog } from "#core/audit-log.ts";
import { DEFAULT_MOUNT_CONFIG } from "#core/mount-entry.ts";
import { writeNewMount } from "#core/mounts/write-mount.ts";
import type { LeaseRevoker } from "#core/tokens/needs.ts";
import { seedTokens } from "#core/tokens/seed-tokens.ts";
import { Transaction } from "#core/transaction.ts";
import { type Rules, SimplePolicies } from "./simple-policies.ts";
import { TestCore } from "./test-core.ts";
import type { TestMount } from "./test-mount.ts";
import { TestNode } from "./test-node.ts";
import { noAudit } from "./test-thread.ts";

export interface CoreOptions {
  engines?: readonly AnyEngine[];
  /** Besides `auth/token/`. */
  mounts?: readonly TestMount[];
  policies?: Readonly<Record<string, Rules>>;
  audit?: AuditLog;
  leases?: readonly LeaseRevoker[];
}

const ROOT_TOKEN = "hvs.RootTokenOfTheTestCore00";
const TOKEN_MOUNT: TestMount = { path: "auth/token/", type: "token" };

/** The core of one request thread; `anotherThread()` gives more. */
export async function aCore(options: CoreOptions = {}): Promise<TestCore> {
  const node = await TestNode.initialised();
  const { engines = [], mounts = [], audit = noAudit, leases = [] } = options;
  const policies = new SimplePolicies(options.policies);
  const core = new TestCore(node, { engines, policies, audit, leases }, ROOT_TOKEN);
  await initialise(core, [TOKEN_MOUNT, ...mounts]);
  return core;
}

/** What `sys/init` writes, in one proposal. */
async function initialise({ node, thread }: TestCore, mounts: readonly TestMount[]): Promise<void> {
  const { clock, disk, consensus } = node;
  const { barrier } = thread;
  const transaction = new Transaction({ store: disk.store, barrier, nowMs: clock.logTimeMs() });
  for (const { path, type, options, config } of mounts) {
    writeNewMount(transaction, "root", {
      path,
      type,
      kind: path.startsWith("auth/") ? "auth" : "secret",
      options: options ?? null,
      config: { ...DEFAULT_MOUNT_CONFIG, ...config },
    });
  }
  seedTokens(transaction, ROOT_TOKEN);
  const proposal = transaction.proposal(node.nextId());
  const writes = [...proposal.writes, node.keyringWrite()];
  await node.turns.during(consensus.propose({ ...proposal, writes }));
  thread.cache.refresh();
}
