// Builds a core for a test: initialised, unsealed, leading, with the engines and mounts that the test names.
import { utf8 } from "#base/bytes.ts";
import type { AuditLog } from "#core/audit-log.ts";
import { mountKey, mountRecord } from "#core/mount-entry.ts";
import type { TokenEntry } from "#core/token-entry.ts";
import { newAccessor } from "#core/tokens/token-ids.ts";
import { TOKEN_SALT_KEY, tokenSaltRecord } from "#core/tokens/token-namer.ts";
import { TokenRecords } from "#core/tokens/token-records.ts";
import { Transaction } from "#core/transaction.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { type Rules, SimplePolicies } from "./simple-policies.ts";
import { TestCore } from "./test-core.ts";
import { mountEntryOf, type TestMount } from "./test-mount.ts";
import { TestNode } from "./test-node.ts";
import { type AnyEngine, noAudit } from "./test-thread.ts";

export interface CoreOptions {
  engines?: readonly AnyEngine[];
  /** Besides `auth/token/`. */
  mounts?: readonly TestMount[];
  policies?: Readonly<Record<string, Rules>>;
  audit?: AuditLog;
}

const ROOT_TOKEN = "hvs.RootTokenOfTheTestCore00";

/** The core of one request thread; `anotherThread()` gives more. */
export async function aCore(options: CoreOptions = {}): Promise<TestCore> {
  const node = await TestNode.initialised();
  const policies = new SimplePolicies(options.policies);
  const engines = options.engines ?? [];
  const core = new TestCore(node, { engines, policies, audit: options.audit ?? noAudit }, ROOT_TOKEN);
  await initialise(core, options.mounts ?? []);
  return core;
}

/** What `sys/init` writes, in one proposal. */
async function initialise(core: TestCore, mounts: readonly TestMount[]): Promise<void> {
  const { node, thread } = core;
  const { clock } = node;
  const transaction = new Transaction({
    store: node.disk.store,
    barrier: thread.barrier,
    nowMs: clock.logTimeMs(),
  });
  transaction.write(tokenSaltRecord, TOKEN_SALT_KEY, randomBytes(32));
  for (const mount of [{ path: "auth/token/", type: "token" }, ...mounts]) {
    const entry = mountEntryOf(mount);
    transaction.write(mountRecord, mountKey("root", entry.path), entry);
  }
  const proposal = transaction.proposal(node.nextId());
  const writes = [...proposal.writes, node.keyringWrite()];
  await node.consensus.propose({ ...proposal, writes });
  thread.cache.refresh();
  await issueRoot(core);
}

async function issueRoot({ node, thread }: TestCore): Promise<void> {
  const { clock } = node;
  const transaction = new Transaction({
    store: node.disk.store,
    barrier: thread.barrier,
    nowMs: clock.logTimeMs(),
  });
  new TokenRecords(thread.namer).add(
    transaction,
    rootEntry(thread.namer.nameOf(utf8(ROOT_TOKEN)), clock.logTimeMs()),
  );
  await node.consensus.propose(transaction.proposal(node.nextId()));
}

function rootEntry(name: string, nowMs: number): TokenEntry {
  return {
    name,
    accessor: newAccessor(),
    policies: ["root"],
    path: "auth/token/root",
    metadata: null,
    displayName: "root",
    usesLeft: 0,
    createdAtMs: nowMs,
    creationTtlSeconds: 0,
    expiresAtMs: 0,
    lastRenewalAtMs: 0,
    explicitMaxTtlSeconds: 0,
    periodSeconds: 0,
    renewable: false,
    boundCidrs: [],
    entityId: "",
    cubbyholeId: newAccessor(),
    namespace: "root",
    type: "service",
  };
}
