// Parts become whole requests or answers again, within bounds: what the other side may hold here is limited.
import type { Part } from "./part.ts";

export interface AssemblyLimits {
  /** Of one request or answer. */
  readonly maxBytes: number;
  /** Of all that are incomplete. */
  readonly maxTotalBytes: number;
}

/** `too-large`: this one call is given up; what still comes of it is ignored. */
export type Assembled = { readonly bytes: Uint8Array } | "incomplete" | "too-large";

export class PartAssembly {
  readonly #limits: AssemblyLimits;
  readonly #incomplete = new Map<number, Uint8Array[]>();
  readonly #ignored = new Set<number>();
  #bytes = 0;

  constructor(limits: AssemblyLimits) {
    this.#limits = limits;
  }

  /** @param part not a cancelled one */
  add(part: Part): Assembled {
    if (this.#ignored.has(part.call)) {
      if (part.isLast) this.#ignored.delete(part.call);
      return "incomplete";
    }
    const before = this.#incomplete.get(part.call);
    if (before === undefined && part.isLast) return { bytes: part.bytes };
    const chunks = before ?? [];
    if (before === undefined) this.#incomplete.set(part.call, chunks);
    // What arrives may be a view of a larger chunk of the connection.
    chunks.push(part.bytes.slice());
    this.#bytes += part.bytes.length;
    if (this.#isTooMuch(chunks)) {
      this.drop(part.call);
      if (!part.isLast) this.#ignored.add(part.call);
      return "too-large";
    }
    if (!part.isLast) return "incomplete";
    this.drop(part.call);
    return { bytes: joined(chunks) };
  }

  drop(call: number): void {
    for (const chunk of this.#incomplete.get(call) ?? []) this.#bytes -= chunk.length;
    this.#incomplete.delete(call);
    this.#ignored.delete(call);
  }

  #isTooMuch(chunks: readonly Uint8Array[]): boolean {
    return this.#bytes > this.#limits.maxTotalBytes || lengthOf(chunks) > this.#limits.maxBytes;
  }
}

function lengthOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(lengthOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
