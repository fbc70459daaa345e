// What autopilot does next: gives votes to new members that are well, and takes dead ones out. Pure.
import type { AutopilotConfig } from "./autopilot-config.ts";
import type { MemberHealth } from "./member-health.ts";

export type AutopilotStep =
  | { readonly kind: "promote"; readonly incarnations: readonly number[] }
  | { readonly kind: "remove"; readonly incarnation: number };

/** With fewer voters no node can be lost: waiting for stability would only prolong that. */
const LEAST_VOTERS = 3;

export function autopilotStep(
  members: readonly MemberHealth[],
  config: AutopilotConfig,
  lastIndex: number,
): AutopilotStep | undefined {
  const voters = members.filter(({ isVoter }) => isVoter);
  const ready = members.filter((member) => isReady(member, voters.length, { config, lastIndex }));
  if (ready.length > 0) return { kind: "promote", incarnations: ready.map(({ incarnation }) => incarnation) };
  if (!config.cleansUpDeadServers) return undefined;
  const dead = members.find(({ isDead }) => isDead);
  return dead && mayGo(dead, voters, config) ? { kind: "remove", incarnation: dead.incarnation } : undefined;
}

function isReady(
  { isVoter, wantsVote, isHealthy, match, connectedForMs }: MemberHealth,
  voters: number,
  { config, lastIndex }: { readonly config: AutopilotConfig; readonly lastIndex: number },
): boolean {
  if (isVoter || !wantsVote || !isHealthy || match === 0) return false;
  return voters < LEAST_VOTERS ? isCaughtUp(match, lastIndex) : connectedForMs >= config.stabilizationMs;
}

/** What is still on its way does not count against it. */
function isCaughtUp(match: number, lastIndex: number): boolean {
  return lastIndex - match <= 100;
}

/** Enough voters stay, and those that are well are a majority even now. */
function mayGo(
  { isVoter }: MemberHealth,
  voters: readonly MemberHealth[],
  { minQuorum }: AutopilotConfig,
): boolean {
  if (!isVoter) return true;
  const healthy = voters.filter(({ isHealthy }) => isHealthy).length;
  return voters.length - 1 >= minQuorum && healthy > voters.length / 2;
}
