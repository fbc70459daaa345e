/** When things happen, passed in. */
export interface TurnScheduler {
  /** Once, after what this turn of the event loop has in hand (`setImmediate`). */
  atEndOfTurn(run: () => void): void;
  /** Once, later, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
}
