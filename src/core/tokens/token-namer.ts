// A token's id is never stored: its records are named by a keyed hash of it, under a salt that only an unsealed node
// knows. The cluster's salt is one encrypted record, kept in memory by each thread until sealing.
import { encodeBase64Url } from "#base/bytes.ts";
import { bytesRecord } from "#contract/record.ts";
import { hmacSha256 } from "#crypto/hmac-sha256.ts";
import { sha256Text } from "#crypto/sha256-text.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { StateCache } from "../state-cache.ts";

export const TOKEN_SALT_KEY = storageKey("core", "root", "token-salt");
export const tokenSaltRecord = bytesRecord("token-salt", 1);

/** Names computed lately, by a plain digest that costs a third of the keyed one. */
const MAX_KNOWN = 16_384;

export class TokenNamer {
  readonly #cache: StateCache;
  readonly #known = new Map<string, string>();

  constructor(cache: StateCache) {
    this.#cache = cache;
    cache.onChange("core", () => this.#known.clear());
  }

  /** The name of a token id or accessor. @throws VaultError sealed */
  nameOf(id: Uint8Array): string {
    const digest = sha256Text(id);
    const known = this.#known.get(digest);
    if (known) return known;
    const name = encodeBase64Url(hmacSha256(this.#salt(), id));
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(digest, name);
    return name;
  }

  #salt(): Uint8Array {
    const salt = this.#cache.read(tokenSaltRecord, TOKEN_SALT_KEY).value;
    if (!salt) throw new TypeError("an initialised cluster has a token salt");
    return salt;
  }
}
