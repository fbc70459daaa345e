/** What a client did to one key, and what it was told. Values are numbers that no two writes share; 0: absent. */
export interface Operation {
  readonly client: number;
  readonly key: string;
  readonly kind: "read" | "write" | "cas";
  /** Of a cas: what must have been there. */
  readonly expected: number;
  /** What was read, or is written. */
  readonly value: number;
  /** Places in the order of all beginnings and ends. */
  readonly begunAt: number;
  /** Infinity: nobody knows whether it happened, or when. */
  readonly endedAt: number;
}
