import type { UnwrapOutcome } from "#seals/seal.ts";

/** Why a seal did not open a blob, for logs and operators. */
export function describeUnwrapFailure(outcome: Exclude<UnwrapOutcome, { kind: "unwrapped" }>): string {
  switch (outcome.kind) {
    case "other-seal":
      return `made by a ${outcome.type} seal`;
    case "unknown-format":
      return `format version ${outcome.version} is unknown: upgrade this node`;
    default:
      return outcome.reason;
  }
}
