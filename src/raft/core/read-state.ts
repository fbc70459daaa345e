// The answer to a read: once `index` is applied, what the state machine says is as new as the request.

export interface ReadState {
  /** What `RawNode.readIndex` returned. */
  readonly context: number;
  readonly index: number;
}
