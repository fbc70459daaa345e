// A mount of transit on one thread. It holds nothing of any key: parsed keys hang on the cached records they came from
// and go when those do, at a change, at sealing.
import type { Random } from "#base/random.ts";
import type { KeyWork } from "#contract/key-work.ts";
import type { KeyType, MaterialSource } from "./key-types/key-type.ts";
import type { KeyMaterial } from "./keys/key-version.ts";
import type { NewVersion } from "./keys/stored-keys.ts";

const HMAC_KEY_BYTES = 32;

export class TransitMount {
  readonly random: Random;
  readonly work: KeyWork;

  constructor(random: Random, work: KeyWork) {
    this.random = random;
    this.work = work;
  }

  /** New material of a type. @param keySize bytes, where the type leaves the choice */
  async newVersion(type: KeyType, keySize: number, createdMs: number): Promise<NewVersion> {
    const source: MaterialSource = { random: this.random, work: this.work, keySize };
    return this.versionOf(type, await type.material.make(source), createdMs);
  }

  versionOf(type: KeyType, material: KeyMaterial, createdMs: number): NewVersion {
    // A key for HMAC is its own; every other has a second one, so that no key serves two ends.
    const hmacKey = type.sizes ? material.secret : this.random.bytes(HMAC_KEY_BYTES);
    return { material, hmacKey, createdMs };
  }
}
