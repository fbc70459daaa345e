/** Unpredictable bytes, passed in so that tests and the simulator decide them. */
export interface Random {
  /** @param length at most 65,536 */
  bytes(length: number): Uint8Array;
}
