// The data-driven cases of confchange/: each file is one membership, changed command by command.
import { type ChangeOutcome, enterJoint, leaveJoint, simpleChange } from "#raft/core/confchange/changer.ts";
import type { ConfChangeStep } from "#raft/core/confchange/conf-change.ts";
import { Tracker } from "#raft/core/tracker/tracker.ts";
import { describeMember, describeMembership } from "./describe-membership.ts";
import { parseChanges } from "./parse-changes.ts";
import type { TraceCase } from "./parse-trace.ts";

export class ConfchangeCases {
  readonly #tracker = new Tracker({ maxInflightMessages: 10, maxInflightBytes: 0 });
  /** Stands for the log's last index, so that `next` shows when a member was added. */
  #lastIndex = 0;

  run(trace: TraceCase): string {
    const lastIndex = this.#lastIndex++;
    const steps = parseChanges(trace.input);
    if (typeof steps === "string") return steps;
    const outcome = this.#change(trace, steps);
    if (outcome === undefined) return "unknown command";
    if (!outcome.ok) return outcome.refusal;
    this.#tracker.adopt(outcome, lastIndex);
    return [describeMembership(this.#tracker.membership), ...this.#members()].join("\n");
  }

  #change({ command, args }: TraceCase, steps: readonly ConfChangeStep[]): ChangeOutcome | undefined {
    const { membership } = this.#tracker;
    switch (command) {
      case "simple":
        return simpleChange(membership, steps);
      case "enter-joint": {
        const autoLeave = args.find((arg) => arg.key === "autoleave")?.values[0] === "true";
        return enterJoint(membership, autoLeave, steps);
      }
      case "leave-joint":
        if (steps.length > 0) return { ok: false, refusal: "this command takes no input" };
        return leaveJoint(membership);
      default:
        return undefined;
    }
  }

  #members(): string[] {
    return this.#tracker.members.map((id) => {
      const progress = this.#tracker.progressOf(id);
      if (progress === undefined) return `${id}: untracked`;
      const { match, next, state, learner, paused, recentlyActive, pendingSnapshot, inflights } = progress;
      const flow = { paused, recentlyActive, pendingSnapshot };
      const window = { inflightMessages: inflights.count, inflightFull: inflights.full };
      return describeMember({ id, match, next, state, learner, ...flow, ...window });
    });
  }
}
