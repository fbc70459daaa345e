// The disk is not trusted to name members (design §4): what it says of each is compared with what the cluster once wrote
// under its barrier. A member that does not stand that gets no request and no redirect, and an operator hears of it.
import { isGenuine, memberKey, memberSealKey, memberSealRecord } from "#cluster/members/member.ts";
import type { Foundation } from "../foundation.ts";
import type { ClusterRoom } from "./cluster-room.ts";

export interface MemberGuardOptions {
  readonly foundation: Pick<Foundation, "store" | "barrier" | "logger">;
  readonly room: ClusterRoom;
  /** One thread of a node says what it finds. */
  readonly tells: boolean;
}

/** What was true at the start may be altered later. */
const AGAIN_MS = 30_000;
/** Both records are written in one entry: others tries are for those that change just now. */
const TRIES = 3;

export class MemberGuard {
  readonly #options: MemberGuardOptions;
  readonly #timer: NodeJS.Timeout;
  #epoch = -1;
  #genuine: ReadonlySet<number> = new Set();
  #forged: ReadonlySet<number> = new Set();

  constructor(options: MemberGuardOptions) {
    this.#options = options;
    options.room.onChange(() => this.#check());
    this.#timer = setInterval(() => this.#check(), AGAIN_MS).unref();
  }

  /** False while this node is sealed. */
  isGenuine(incarnation: number): boolean {
    const { barrier } = this.#options.foundation;
    if (barrier.isSealed) return false;
    if (this.#epoch !== barrier.epoch || !this.#knows(incarnation)) this.#check();
    return this.#genuine.has(incarnation);
  }

  /** How many members' records are not what the cluster wrote; 0 while this node is sealed. */
  get forgeries(): number {
    return this.#options.foundation.barrier.isSealed ? 0 : this.#forged.size;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #knows(incarnation: number): boolean {
    return this.#genuine.has(incarnation) || this.#forged.has(incarnation);
  }

  #check(): void {
    const { foundation, room, tells } = this.#options;
    const { barrier, logger } = foundation;
    if (barrier.isSealed) return;
    this.#epoch = barrier.epoch;
    const genuine = new Set<number>();
    const forged = new Set<number>();
    for (const { incarnation, nodeId, clusterAddr } of room.members) {
      (this.#stands(incarnation) ? genuine : forged).add(incarnation);
      if (!tells || genuine.has(incarnation) || this.#forged.has(incarnation)) continue;
      logger.error(
        "the record of a member is not what the cluster wrote: it was planted or altered on this disk",
        {
          member: nodeId,
          address: clusterAddr,
        },
      );
    }
    this.#genuine = genuine;
    this.#forged = forged;
  }

  #stands(incarnation: number): boolean {
    const { store, barrier } = this.#options.foundation;
    const sealKey = memberSealKey(incarnation);
    for (let tries = 0; tries < TRIES; tries++) {
      const seal = store.get(sealKey);
      const record = store.get(memberKey(incarnation));
      if (seal === undefined || record === undefined) continue;
      if (seal.version !== record.version) continue;
      try {
        return isGenuine(record.value, memberSealRecord.decode(barrier.decrypt(sealKey, seal.value)));
      } catch {
        return false;
      }
    }
    return false;
  }
}
