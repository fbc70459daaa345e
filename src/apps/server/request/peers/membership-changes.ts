// Changes of the membership: Raft's own, with the members' records in the same entry, MACed under the barrier.
import { VaultError } from "#base/vault-error.ts";
import { Transaction } from "#core/transaction.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import type { Outcome } from "#storage/consensus.ts";
import { encodePayload } from "#storage/entry-payload.ts";
import type { ConsensusMethods } from "../../links/cluster-messages.ts";
import type { Rpc } from "../../links/rpc.ts";
import type { Foundation } from "../foundation.ts";

export type MembershipSteps = ConfChange["steps"];

/** One that is under way, or a joint membership that is being left, ends within a few round trips. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

export class MembershipChanges {
  readonly #foundation: Foundation;
  readonly #consensus: Rpc<ConsensusMethods>;

  constructor(foundation: Foundation, consensus: Rpc<ConsensusMethods>) {
    this.#foundation = foundation;
    this.#consensus = consensus;
  }

  /**
   * Commits what `decide` says, which may be asked again on what is there then; `undefined`: there is nothing to do.
   * @throws VaultError, and what `decide` throws
   */
  async run(decide: (transaction: Transaction) => Promise<MembershipSteps | undefined>): Promise<void> {
    const { store, barrier, cache, logTimeMs, monotonicMs, nextId, pause } = this.#foundation;
    const deadlineMs = monotonicMs() + PATIENCE_MS;
    for (;;) {
      cache.refresh();
      const transaction = new Transaction({ store, barrier, nowMs: logTimeMs() });
      const steps = await decide(transaction);
      if (steps === undefined) return;
      const outcome = await this.#propose(transaction, steps, nextId());
      if (outcome.kind === "committed") return;
      const mayRepeat = outcome.kind === "conflict" || outcome.kind === "busy";
      if (!mayRepeat || monotonicMs() > deadlineMs) throw refusalOf(outcome);
      await pause(PAUSE_MS);
    }
  }

  #propose(
    transaction: Transaction,
    steps: MembershipSteps,
    id: ReturnType<Foundation["nextId"]>,
  ): Promise<Outcome> {
    const { checks, writes, epoch } = transaction.proposal(id);
    const payload = encodePayload(id, writes);
    return this.#consensus.call("changeMembership", { transition: "auto", steps, payload, checks, epoch });
  }
}

function refusalOf(outcome: Exclude<Outcome, { kind: "committed" }>): VaultError {
  if (outcome.kind === "unknown") {
    return new VaultError("outcome_unknown", `write outcome unknown: ${outcome.reason}`);
  }
  const reason = outcome.kind === "busy" ? outcome.reason : "the membership is being changed by others";
  const text = outcome.kind === "not-leader" ? "this node is no longer the leader" : reason;
  return new VaultError("not_executed", `not executed: ${text}`);
}
