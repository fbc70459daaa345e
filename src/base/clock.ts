/** Time, read in one place and passed in. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may jump. For display and for a cluster's first log time only. */
  wallMs(): number;
  /** Milliseconds that only grow, comparable between the threads of a process. */
  monotonicMs(): number;
}
