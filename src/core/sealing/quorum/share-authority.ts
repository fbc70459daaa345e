// Whether shares are those that count now: unseal keys by the root key that they unwrap, recovery keys by the stored
// recovery key. Asked of an unsealed node alone.
import type { Barrier } from "#barrier/barrier.ts";
import type { KeyMemory } from "#barrier/key-memory.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { equalSecrets } from "#crypto/equal.ts";
import { joinShares, SHAMIR, shamirSealUnder } from "#seals/shamir/shamir-seal.ts";
import type { KvReader } from "#storage/kv-store.ts";
import { isRecoveryKey } from "../recovery-key.ts";
import { ROOT_KEY_KEY, SEAL_CONFIG_KEY, type SealConfig, sealConfigRecord } from "../seal-records.ts";

export interface AuthorityRooms {
  store: KvReader;
  keys: KeyMemory;
  barrier: Barrier;
}

export class ShareAuthority {
  readonly #rooms: AuthorityRooms;

  constructor(rooms: AuthorityRooms) {
    this.#rooms = rooms;
  }

  /** @throws VaultError invalid_request before initialisation */
  get config(): SealConfig {
    const stored = this.#rooms.store.get(SEAL_CONFIG_KEY);
    if (!stored) throw new VaultError("invalid_request", "Vault is not initialized");
    return sealConfigRecord.decode(stored.value);
  }

  /** How many keys are needed. @throws VaultError invalid_request when there are none that could be given */
  get required(): number {
    const { threshold } = this.config;
    if (threshold < 1)
      throw new VaultError("invalid_request", "recovery keys were not made for this cluster");
    return threshold;
  }

  get isShamir(): boolean {
    return this.config.type === SHAMIR.type;
  }

  /** Takes the shares over. @returns why they do not count; `undefined`: they do */
  async refusal(shares: readonly Secret[]): Promise<string | undefined> {
    const key = joinShares(shares);
    if (!(key instanceof Secret)) return key.reason;
    try {
      const isRight = this.isShamir ? await this.#unwrapsRootKey(key) : this.#isRecoveryKey(key);
      return isRight ? undefined : "the keys do not belong to this cluster";
    } finally {
      key.wipe();
    }
  }

  async #unwrapsRootKey(key: Secret): Promise<boolean> {
    const { store, keys } = this.#rooms;
    const stored = store.get(ROOT_KEY_KEY);
    if (!stored) return false;
    const seal = shamirSealUnder(key);
    const outcome = await seal.unwrap(stored.value, "root-key");
    if (outcome.kind !== "unwrapped") return false;
    const isSame = equalSecrets(outcome.secret.reveal(), keys.rootKey);
    outcome.secret.wipe();
    return isSame;
  }

  #isRecoveryKey(key: Secret): boolean {
    const { store, barrier } = this.#rooms;
    return isRecoveryKey(store, barrier, key);
  }
}
