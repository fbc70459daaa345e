/**
 * Work with private keys that takes milliseconds (RSA) or seconds (making one), on threads of libuv's pool: few at once
 * in the whole process, whoever asks, so that what else needs that pool is not starved.
 * @throws VaultError too_many_requests when the queue is full
 */
export interface KeyWork {
  /** A signature or a decryption. */
  use<T>(work: () => Promise<T>): Promise<T>;
  /** Making a key. */
  make<T>(work: () => Promise<T>): Promise<T>;
}
