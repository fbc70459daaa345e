/**
 * A write or sync of the log failed, or one failed before. After a failed fdatasync a later one may report success
 * with pages dropped (Rebello et al., ATC '20), so the log refuses everything from then on and the owning thread
 * must end the process. Opening anew finds out what is durable.
 */
export class LogFailure extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`the Raft log stops: ${reason}`, options);
    this.name = "LogFailure";
  }
}
