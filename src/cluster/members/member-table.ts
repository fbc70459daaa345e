// Whom this node knows as members, and how it reaches them: what is applied, what it was told when it joined, what other
// members say, and where a member says it is now.
import type { KnownMembers, MemberContact, PeerFacts } from "#raft/grpc/peer-facts.ts";
import type { Member } from "./member.ts";

/** Where a member is by its own words, which counts before its record does. */
type Whereabouts = Pick<PeerFacts, "clusterAddr" | "forwardingAddr" | "pins">;

export class MemberTable {
  readonly #self: number;
  #index = 0;
  #applied = new Map<number, Member>();
  /** Members by the word of those who took this node in, or of a member that knows more. */
  #told: KnownMembers = { index: 0, members: [] };
  readonly #whereabouts = new Map<number, Whereabouts>();

  constructor(self: number) {
    this.#self = self;
  }

  /** By incarnation; those in force here. */
  get members(): ReadonlyMap<number, Member> {
    return this.#applied;
  }

  /** What other members are told. */
  get known(): KnownMembers | undefined {
    if (this.#applied.size === 0) return undefined;
    const members = [...this.#applied.keys()].flatMap((id) => this.contactOf(id) ?? []);
    return { index: this.#index, members };
  }

  /** All others, members of the future included. */
  get peers(): number[] {
    const ids = new Set(this.#applied.keys());
    if (this.#told.index >= this.#index)
      for (const { incarnation } of this.#told.members) ids.add(incarnation);
    ids.delete(this.#self);
    return [...ids];
  }

  /** These take part from entry `index` on. */
  apply(index: number, members: readonly Member[]): void {
    this.#index = index;
    this.#applied = new Map(members.map((member) => [member.incarnation, member]));
    for (const id of this.#whereabouts.keys()) if (!this.#isKnown(id)) this.#whereabouts.delete(id);
  }

  /** A member says who takes part. Says whether that is news. */
  tell(known: KnownMembers): boolean {
    if (known.index <= Math.max(this.#index, this.#told.index - 1)) return false;
    this.#told = known;
    return true;
  }

  /** A member says where it is. Says whether that is news. */
  moved(peer: number, { clusterAddr, forwardingAddr, pins }: Whereabouts): boolean {
    if (!this.#isKnown(peer) || clusterAddr === "") return false;
    const before = this.contactOf(peer);
    this.#whereabouts.set(peer, { clusterAddr, forwardingAddr, pins });
    const now = this.contactOf(peer);
    return JSON.stringify(before) !== JSON.stringify(now);
  }

  contactOf(peer: number): MemberContact | undefined {
    const recorded = this.#applied.get(peer) ?? this.#told.members.find((one) => one.incarnation === peer);
    if (recorded === undefined) return undefined;
    const { incarnation, clusterAddr, forwardingAddr, pins } = recorded;
    const whereabouts = this.#whereabouts.get(peer);
    if (whereabouts === undefined) return { incarnation, clusterAddr, forwardingAddr, pins };
    return { incarnation, ...whereabouts, pins: [...new Set([...pins, ...whereabouts.pins])] };
  }

  /** The member that may show this certificate. */
  memberOf(pin: string): number | undefined {
    return this.peers.find((id) => this.contactOf(id)?.pins.includes(pin));
  }

  #isKnown(peer: number): boolean {
    return this.peers.includes(peer);
  }
}
