// Compiled sets of policies by the names they were made of. The key is the tuple of names itself, one map a name: no
// joined text that two different tuples could share (GHSA-mjch).
import type { Acl } from "../acl.ts";

export interface CachedAcl {
  readonly acl: Acl;
  /** Right until then: one of its policies ends. */
  readonly expiresAtMs: number;
  readonly ruleCount: number;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  value: T | undefined;
}

const MAX_SETS = 4096;
/** Rules and names of all sets together. */
const MAX_WEIGHT = 1_000_000;

export class AclCache<T extends CachedAcl> {
  #root = emptyNode<T>();
  #sets = 0;
  #weight = 0;

  /** Sets that are kept. */
  get size(): number {
    return this.#sets;
  }

  get(namespace: string, names: readonly string[]): T | undefined {
    let node = this.#root.next.get(namespace);
    for (const name of names) node = node?.next.get(name);
    return node?.value;
  }

  /** Begins anew when full: sets are quickly made again, and there are seldom many. */
  set(namespace: string, names: readonly string[], value: T): void {
    const weight = value.ruleCount + names.length;
    if (this.#sets >= MAX_SETS || this.#weight + weight > MAX_WEIGHT) this.clear();
    let node = childOf(this.#root, namespace);
    for (const name of names) node = childOf(node, name);
    if (!node.value) this.#sets++;
    this.#weight += weight;
    node.value = value;
  }

  clear(): void {
    this.#root = emptyNode<T>();
    this.#sets = 0;
    this.#weight = 0;
  }
}

function childOf<T>(node: Node<T>, name: string): Node<T> {
  const known = node.next.get(name);
  if (known) return known;
  const child = emptyNode<T>();
  node.next.set(name, child);
  return child;
}

function emptyNode<T>(): Node<T> {
  return { next: new Map(), value: undefined };
}
