/** A piece of an encoded request or answer. */
export interface Part {
  readonly call: number;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
  readonly isCancelled: boolean;
}

export const PART_BYTES = 64 * 1024;
