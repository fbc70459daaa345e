// What a seal's test tells the contract about its seal, and what a case of the contract is.
import type { Seal } from "#seals/seal.ts";

export interface SealSubject {
  readonly type: string;
  readonly unsealsBy: Seal["unsealsBy"];
  /** A new seal, always under the same key. */
  open(): Promise<Seal>;
  /** A seal of the same type under another key, by the same name if keys have names. */
  openWithOtherKey(): Promise<Seal>;
  /** The part of a blob that no two encryptions may share. */
  nonceOf(blob: Uint8Array): Uint8Array;
  /** Bytes of keys and credentials that `open` uses: nothing may print them. */
  readonly keyBytes: readonly Uint8Array[];
  /** Memory that the last opened seal keeps keys in: zeros once it is closed. */
  keyMemory?(): readonly Uint8Array[];
  /** A seal that still reads blobs of `open`, but knows a newer key. */
  openAfterRotation?(): Promise<Seal>;
  /** Cuts off what the seals reach out to; call the answer to bring it back. */
  cutOff?(): () => void;
}

export interface SealCase {
  readonly name: string;
  check(subject: SealSubject): Promise<void>;
}
