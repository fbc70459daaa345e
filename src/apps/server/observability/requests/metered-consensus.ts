// Proposals as their request thread sees them: how long until their outcome, and what it was.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Meter } from "#metrics/meter.ts";
import type { Consensus, Outcome, Proposal } from "#storage/consensus.ts";

const MS_PER_SECOND = 1000;

export class MeteredConsensus implements Consensus {
  readonly #consensus: Consensus;
  readonly #outcomes;
  readonly #duration;
  readonly #whole;
  readonly #puts;
  readonly #deletes;
  readonly #gates;
  #underWay = 0;

  constructor(consensus: Consensus, meter: Meter) {
    this.#consensus = consensus;
    this.#outcomes = outcomeCounters(meter);
    this.#duration = meter.histogram("coffer.commit_duration_seconds");
    this.#whole = meter.timer("raft-storage.transaction");
    this.#puts = [meter.timer("barrier.put"), meter.timer("raft-storage.put")];
    this.#deletes = [meter.timer("barrier.delete"), meter.timer("raft-storage.delete")];
    this.#gates = meter.timer("coffer.raft_read_index");
    meter.gauges(() => [{ name: "coffer.proposals_under_way", labels: {}, value: this.#underWay }]);
  }

  async propose(proposal: Proposal): Promise<Outcome> {
    const startedMs = performance.now();
    this.#underWay++;
    try {
      const outcome = await this.#consensus.propose(proposal);
      this.#outcomes[outcome.kind].add();
      if (outcome.kind === "committed") this.#committed(proposal, performance.now() - startedMs);
      return outcome;
    } finally {
      this.#underWay--;
    }
  }

  readGate(): MaybePromise<boolean> {
    const gate = this.#consensus.readGate();
    if (!(gate instanceof Promise)) return gate;
    const startedMs = performance.now();
    return gate.then((isOpen) => {
      this.#gates.observe(performance.now() - startedMs);
      return isOpen;
    });
  }

  #committed({ writes }: Proposal, tookMs: number): void {
    this.#duration.observe(tookMs / MS_PER_SECOND);
    this.#whole.observe(tookMs);
    const puts = writes.reduce((count, { value }) => (value === undefined ? count : count + 1), 0);
    for (const timer of this.#puts) if (puts > 0) timer.observe(tookMs, puts);
    const deletes = writes.length - puts;
    for (const timer of this.#deletes) if (deletes > 0) timer.observe(tookMs, deletes);
  }
}

/** All of them from the start, at 0. A conflict is one try of several: it has a counter of its own. */
function outcomeCounters(meter: Meter) {
  const counter = (outcome: string) => meter.counter("coffer.commits", { outcome });
  return {
    committed: counter("committed"),
    "not-leader": counter("not_leader"),
    busy: counter("busy"),
    unknown: counter("unknown"),
    conflict: meter.counter("coffer.commit_conflicts"),
  } satisfies Record<Outcome["kind"], unknown>;
}
