// How autopilot sees the cluster, in Vault's words (vault-api.md §1.4).
import { formatDuration } from "#base/duration.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { formatRfc3339 } from "#base/rfc3339.ts";
import type { AutopilotConfig } from "#cluster/autopilot/autopilot-config.ts";
import { failureTolerance, healthOf, type MemberHealth } from "#cluster/autopilot/member-health.ts";
import type { ClusterStatus, MemberView } from "../../links/cluster-messages.ts";
import { observedMembers } from "./observed-members.ts";

export interface AutopilotSight {
  readonly status: ClusterStatus;
  readonly members: readonly MemberView[];
  readonly config: AutopilotConfig;
  readonly wallMs: number;
}

export function autopilotState({ status, members, config, wallMs }: AutopilotSight): JsonObject {
  const seen = observedMembers(status, members).map((member) => healthOf(member, config, status.lastIndex));
  const nameOf = new Map(members.map(({ incarnation, nodeId }) => [incarnation, nodeId]));
  const names = (isVoter: boolean): string[] =>
    seen
      .filter((member) => member.isVoter === isVoter)
      .map(({ incarnation }) => nameOf.get(incarnation) ?? "");
  const servers = seen.flatMap((health) => {
    const member = members.find(({ incarnation }) => incarnation === health.incarnation);
    return member ? [[member.nodeId, serverBody(health, member, { status, wallMs })] as const] : [];
  });
  const nonVoters = names(false);
  return {
    failure_tolerance: failureTolerance(seen),
    healthy: seen.every(({ isHealthy }) => isHealthy),
    leader: nameOf.get(status.leader) ?? "",
    optimistic_failure_tolerance: failureTolerance(seen),
    servers: Object.fromEntries(servers),
    voters: names(true),
    ...(nonVoters.length > 0 && { non_voters: nonVoters }),
  };
}

function serverBody(
  health: MemberHealth,
  { nodeId, clusterAddr, version }: MemberView,
  { status, wallMs }: Pick<AutopilotSight, "status" | "wallMs">,
): JsonObject {
  const { isLeader, isVoter, isHealthy, isDead, heardMsAgo, connectedForMs, match } = health;
  return {
    id: nodeId,
    name: nodeId,
    address: clusterAddr,
    node_status: isDead ? "failed" : "alive",
    last_contact: formatDuration(Math.round(heardMsAgo)),
    last_term: status.lastTerm,
    last_index: match,
    healthy: isHealthy,
    stable_since: formatRfc3339(wallMs - connectedForMs),
    status: isLeader ? "leader" : isVoter ? "voter" : "non-voter",
    version,
    node_type: isVoter ? "voter" : "non-voter",
  };
}
