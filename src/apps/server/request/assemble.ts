// Puts the rooms of one request thread together: the only place that sees both sides of every need.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { Secret } from "#base/secret.ts";
import type { AnyEngine } from "#contract/engine.ts";
import type { MountContext } from "#contract/mount-context.ts";
import type { AnyPath } from "#contract/path.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import { auditPaths } from "#core/audit/audit-paths.ts";
import { autopilotPaths } from "#core/cluster/autopilot-paths.ts";
import { admissionPaths, joiningPaths } from "#core/cluster/join-paths.ts";
import type { JoiningDesk, RaftDesk } from "#core/cluster/raft-desk.ts";
import { raftPaths } from "#core/cluster/raft-paths.ts";
import { Jobs } from "#core/jobs/jobs.ts";
import { lockoutPaths } from "#core/lockout/lockout-paths.ts";
import { LoginRenewals } from "#core/login-renewals.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import { mountPaths } from "#core/mounts/mount-paths.ts";
import { MountRemoval } from "#core/mounts/mount-removal.ts";
import { MountUpgrade } from "#core/mounts/mount-upgrade.ts";
import { Mounts } from "#core/mounts/mounts.ts";
import { remountPaths } from "#core/mounts/remount-paths.ts";
import { uiMountsPaths } from "#core/mounts/ui-mounts-paths.ts";
import { Pipeline } from "#core/pipeline.ts";
import { policyPaths } from "#core/policies/paths/policy-paths.ts";
import { Policies } from "#core/policies/policies.ts";
import { NodeRoutes } from "#core/router/node-routes.ts";
import { Router } from "#core/router/router.ts";
import { healthPaths } from "#core/sealing/health-paths.ts";
import type { NodeDesk } from "#core/sealing/node-desk.ts";
import type { QuorumDesk } from "#core/sealing/quorum/quorum-methods.ts";
import { rekeyPaths } from "#core/sealing/quorum/rekey-paths.ts";
import { rootPaths } from "#core/sealing/quorum/root-paths.ts";
import { rotationPaths } from "#core/sealing/rotation-paths.ts";
import { sealPaths } from "#core/sealing/seal-paths.ts";
import { tokenEngine } from "#core/tokens/token-engine.ts";
import { TokenNamer } from "#core/tokens/token-namer.ts";
import { Tokens } from "#core/tokens/tokens.ts";
import { toolPaths } from "#core/tools/tool-paths.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { storageKey } from "#storage/key-areas.ts";
import { CATALOG } from "../catalog.ts";
import type { AuditPlan } from "../main/audit-plan.ts";
import type { RequestTelemetry } from "../observability/request-telemetry.ts";
import type { Foundation } from "./foundation.ts";
import { systemEngine } from "./system-engine.ts";

export interface AssembleOptions {
  foundation: Foundation;
  audit: AuditBroker;
  /** Looked at with every call: SIGHUP changes them. */
  auditRules: AuditPlan;
  node: NodeDesk & JoiningDesk;
  quorum: QuorumDesk;
  raft: RaftDesk;
  telemetry: RequestTelemetry;
  /** Encryptions by this node since its start. */
  encryptions(): number;
}

export interface Rooms {
  policies: Policies;
  mounts: Mounts;
  router: Router;
  tokens: Tokens;
  removal: MountRemoval;
  upgrade: MountUpgrade;
  pipeline: Pipeline;
  /** The paths that this node answers for itself, whoever leads. */
  nodeRoutes: NodeRoutes;
}

export function assemble(options: AssembleOptions): Rooms {
  const { foundation } = options;
  const { cache, store, barrier, logger, logTimeMs } = foundation;
  const catalog = new Map<string, AnyEngine>();
  const policies = new Policies({ cache, store, barrier, logger: logger.named("policy"), logTimeMs });
  const mounts = new Mounts({ cache, catalog, systemLimits: foundation.systemLimits });
  const router = new Router({
    cache,
    catalog,
    contextOf: (entry) => mountContext(foundation, mounts, entry),
  });
  const jobs = new Jobs(foundation);
  const tokens = makeTokens({ foundation, policies, mounts, router, jobs });
  const removal = new MountRemoval({ mounts, jobs, dependents: [tokens.mountLogins] });
  const upgrade = new MountUpgrade(mounts, jobs);
  const rooms = { policies, mounts, router, tokens, removal, upgrade };
  const ownPaths = nodePaths(options);
  // The node's own paths are the system's too: help tells of all of them.
  const system = systemEngine([...ownPaths, ...systemPaths(options, rooms)]);
  for (const engine of [system, tokenEngine(tokens), ...CATALOG]) {
    catalog.set(`${engine.kind}/${engine.type}`, engine);
  }
  const nodeRoutes = new NodeRoutes(ownPaths);
  return { ...rooms, nodeRoutes, pipeline: makePipeline(options, rooms, nodeRoutes) };
}

type Furnished = Omit<Rooms, "pipeline" | "nodeRoutes">;

/** The paths that a node answers for itself, sealed or not. */
function nodePaths({ node, telemetry }: AssembleOptions): AnyPath<unknown>[] {
  return [...sealPaths(node), ...healthPaths(node), ...joiningPaths(node), ...telemetry.nodePaths];
}

function systemPaths(options: AssembleOptions, rooms: Furnished): AnyPath<unknown>[] {
  const { foundation, audit, auditRules, encryptions, telemetry, quorum, raft } = options;
  const { mounts, removal, upgrade, tokens, policies, router } = rooms;
  const { barrier, cache, transactor } = foundation;
  return [
    ...mountPaths({ mounts, removal, upgrade }),
    ...remountPaths(mounts),
    ...uiMountsPaths(mounts, {
      aclOf: ({ token, connection }, nowMs) => token && tokens.identify(token, connection, nowMs).acl,
      mountOf: (namespace, path) => router.findMount(namespace, path)?.entry,
    }),
    ...policyPaths(policies, {
      tokens: {
        byId: (token, transaction) => tokens.policiesById(token, transaction),
        byAccessor: (accessor, transaction) => tokens.policiesByAccessor(accessor, transaction),
      },
    }),
    ...auditPaths(audit, {
      random: secureRandom,
      get allowsApiCreation() {
        return auditRules.allowsApiCreation;
      },
      get allowsPrefix() {
        return auditRules.allowsPrefix;
      },
    }),
    ...lockoutPaths(foundation.loginFailures),
    ...rotationPaths({ barrier, cache, encryptions }),
    ...rekeyPaths(quorum),
    ...rootPaths({
      quorum,
      issueRootToken: async () => {
        const made = await transactor.run((transaction) => tokens.issueRoot(transaction, ROOT_NAMESPACE));
        return Secret.ofText(made.result.clientToken);
      },
    }),
    ...toolPaths(),
    ...admissionPaths(raft),
    ...raftPaths(raft),
    ...autopilotPaths(raft),
    ...telemetry.systemPaths,
  ];
}

function mountContext(foundation: Foundation, mounts: Mounts, entry: MountEntry): MountContext {
  return {
    type: entry.type,
    uuid: entry.uuid,
    accessor: entry.accessor,
    namespace: ROOT_NAMESPACE,
    path: entry.path,
    options: entry.options ?? {},
    limits: mounts.limitsOf(entry),
    random: secureRandom,
    logger: foundation.logger.named(`mount.${entry.accessor}`),
    passwords: foundation.passwords,
    keyWork: foundation.keyWork,
  };
}

interface TokenInput {
  foundation: Foundation;
  policies: Policies;
  mounts: Mounts;
  router: Router;
  jobs: Jobs;
}

function makeTokens({ foundation, policies, mounts, router, jobs }: TokenInput): Tokens {
  const { cache, barrier, transactor, logger } = foundation;
  return new Tokens({
    cache,
    barrier,
    namer: new TokenNamer(cache),
    transactor,
    jobs,
    logger: logger.named("token"),
    policies,
    mounts,
    logins: new LoginRenewals({
      cache,
      pathOfAccessor: (...of) => mounts.pathOfAccessor(...of),
      findMount: (...at) => router.findMount(...at),
      limitsOf: (entry) => mounts.limitsOf(entry),
    }),
    cubbyholes: {
      of({ cubbyholeId }) {
        const mount = mounts.at(ROOT_NAMESPACE, "cubbyhole/");
        return mount && storageKey("logical", ROOT_NAMESPACE, `${mount.uuid}/${cubbyholeId}/`);
      },
    },
    leases: [],
  });
}

function makePipeline(
  { foundation, audit, telemetry }: AssembleOptions,
  { tokens, router }: Furnished,
  nodeRoutes: NodeRoutes,
): Pipeline {
  const { instruments } = telemetry;
  return new Pipeline({
    ...foundation,
    tokens: instruments.tokens(tokens),
    meter: instruments.requests,
    audit,
    isSealed: () => foundation.barrier.isSealed,
    appliedIndex: () => foundation.status.get("appliedIndex"),
    findNodeRoute: (path) => nodeRoutes.find(path),
    findRoute: (namespace, path) => nodeRoutes.find(path) ?? router.find(namespace, path),
  });
}
