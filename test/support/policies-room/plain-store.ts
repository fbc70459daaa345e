// Replicated state as a map, for tests of rooms alone: nothing encrypted, one version counter, reads as in LevelDB.
import type { Barrier } from "#barrier/barrier.ts";
import type { Proposal } from "#storage/consensus.ts";
import type { ChildRange, KvReader, StoredValue } from "#storage/kv-store.ts";
import type { ChangeRingWriter } from "#storage/shared/change-ring.ts";

export class PlainStore implements KvReader {
  readonly #values = new Map<string, StoredValue>();
  readonly #ring: ChangeRingWriter;
  #version = 0;

  constructor(ring: ChangeRingWriter) {
    this.#ring = ring;
  }

  get(key: string): StoredValue | undefined {
    return this.#values.get(key);
  }

  /** Applies a proposal if all its conditions hold. @returns the key of the first that does not */
  commit(proposal: Proposal): string | undefined {
    const broken = proposal.checks.find(({ key, version }) => (this.get(key)?.version ?? 0) !== version);
    if (broken) return broken.key;
    this.#version++;
    for (const { key, value } of proposal.writes) {
      if (value) this.#values.set(key, { version: this.#version, value });
      else this.#values.delete(key);
      this.#ring.append(key);
    }
    this.#ring.publish();
    return undefined;
  }

  keysBelow(prefix: string): string[] {
    return [...this.#values.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async keys(): Promise<string[]> {
    throw new Error("not asked for by these rooms");
  }

  async entries(): Promise<[string, StoredValue][]> {
    throw new Error("not asked for by these rooms");
  }

  async children({ prefix, after, limit }: ChildRange): Promise<string[]> {
    const names = this.keysBelow(prefix).map((key) => key.slice(prefix.length).replace(/\/.*/s, "/"));
    const unique = [...new Set(names)].sort();
    return unique.filter((name) => after === undefined || name > after).slice(0, limit);
  }
}

/** A barrier that lets everything through, until it is sealed. */
export function plainBarrier(isSealed: () => boolean): Barrier {
  const pass = (_path: string, bytes: Uint8Array): Uint8Array => {
    if (isSealed()) throw new Error("sealed");
    return bytes;
  };
  return { epoch: 0, encrypt: pass, decrypt: pass } as unknown as Barrier;
}
