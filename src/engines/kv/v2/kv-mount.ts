// A mount of kv v2 on one thread.
import type { Random } from "#base/random.ts";
import { VaultError } from "#base/vault-error.ts";
import type { ReadView } from "#contract/view.ts";
import { readUpgrade } from "./mount-settings.ts";
import { ID_BYTES, newSecretKey, type SecretKey } from "./secret-key.ts";

export class KvMount {
  readonly #random: Random;
  /** A mount is upgraded once and never goes back, so this needs no second look. */
  #isReady = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** @throws VaultError invalid_request while values of version 1 are being turned into keys */
  demandReady(settings: ReadView): void {
    if (this.#isReady) return;
    if (readUpgrade(settings)) {
      throw new VaultError(
        "invalid_request",
        "Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period and will resume service shortly.",
      );
    }
    this.#isReady = true;
  }

  newKey(nowMs: number): SecretKey {
    return newSecretKey(this.#random.bytes(ID_BYTES), nowMs);
  }
}
