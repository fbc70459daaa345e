/**
 * Why there is no answer from the leader. `not-executed`: the request surely had no effect and may be sent again;
 * `unknown`: it had reached the leader, and nobody can tell.
 */
export class ForwardError extends Error {
  readonly outcome: "not-executed" | "unknown";

  constructor(outcome: ForwardError["outcome"], reason: string) {
    super(reason);
    this.name = "ForwardError";
    this.outcome = outcome;
  }
}
