// The leader rotates the barrier's key by itself, when it is old or has encrypted enough. The count is kept ahead in
// blocks: a leader that dies between two looks is counted with more than it did, never with less.
import type { Logger } from "#base/logger.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";
import type { EncryptionCounter } from "./encryption-counter.ts";
import {
  DEFAULT_ROTATION,
  ENCRYPTION_COUNT_KEY,
  encryptionCountRecord,
  isRotationDue,
  ROTATION_KEY,
  readKeyring,
  rotateKeyring,
  rotationRecord,
} from "./rotation.ts";

/** Fewer encryptions than a node makes between two looks would be lost with it. */
export const LOOK_MS = 1000;
export const COUNT_BLOCK = 100_000;

export interface KeyRotationOptions {
  transactor: Transactor;
  counter: EncryptionCounter;
  logger: Logger;
}

export class KeyRotation {
  readonly #options: KeyRotationOptions;
  /** Which term the counter counts; undefined when this node begins to lead. */
  #countedTerm: number | undefined;

  constructor(options: KeyRotationOptions) {
    this.#options = options;
  }

  /**
   * To be called every LOOK_MS while this node leads.
   * @param isFirst the first look since this node leads: another one may have counted meanwhile
   * @throws VaultError
   */
  async look(isFirst: boolean): Promise<void> {
    const { transactor, logger } = this.#options;
    if (isFirst) this.#countedTerm = undefined;
    const { result: rotatedTo } = await transactor.run((transaction) => this.#decide(transaction));
    if (rotatedTo !== undefined) logger.info("the barrier's key was rotated", { term: rotatedTo });
  }

  /** @returns the new term, if the key has to rotate */
  #decide(transaction: Transaction): number | undefined {
    const { term, installedAtMs } = activeTerm(transaction);
    const stored = transaction.read(encryptionCountRecord, ENCRYPTION_COUNT_KEY);
    const reserved = stored?.term === term ? stored.reserved : 0;
    const { counter } = this.#options;
    if (this.#countedTerm !== term) counter.beginTerm(reserved);
    this.#countedTerm = term;
    const operations = counter.ofTerm;
    const config = transaction.read(rotationRecord, ROTATION_KEY) ?? DEFAULT_ROTATION;
    if (isRotationDue(config, { installedAtMs, operations }, transaction.nowMs)) {
      rotateKeyring(transaction);
      return term + 1;
    }
    if (operations + COUNT_BLOCK / 2 > reserved) {
      const ahead = { term, reserved: operations + COUNT_BLOCK };
      transaction.write(encryptionCountRecord, ENCRYPTION_COUNT_KEY, ahead);
    }
    return undefined;
  }
}

function activeTerm(transaction: Transaction): { term: number; installedAtMs: number } {
  const keyring = readKeyring(transaction);
  const { term, installedAtMs } = keyring.active;
  keyring.wipe();
  return { term, installedAtMs };
}
