// The link to whoever leads, and what becomes of the requests on it when somebody else does.
import type { Duplex } from "node:stream";
import type { Clock } from "#base/clock.ts";
import type { Request } from "#contract/request.ts";
import type { Leader } from "../any-node.ts";
import { ForwardError } from "../forward-error.ts";
import type { OpeningEnds } from "../opening/opening-proof.ts";
import type { Prove } from "../opening/prove.ts";
import type { RelayedAnswer } from "../relayed-answer.ts";
import { encodeRequest } from "../wire/forwarded-request.ts";
import { LeaderLink, type LeaderLinkOptions } from "./leader-link.ts";

export interface LeaderLinksOptions {
  readonly leader: () => Leader | undefined;
  /** Dials `leader` for forwarding, with what both ends are to prove. */
  readonly connect: (leader: Leader) => { readonly dial: () => Promise<Duplex>; readonly ends: OpeningEnds };
  readonly prove: Prove;
  readonly limits: LeaderLinkOptions["limits"];
  readonly clock: Pick<Clock, "monotonicMs">;
  /** No request may take longer. */
  readonly maxRequestMs: number;
  /** A link ended, or was never made. */
  readonly lost: (leader: Leader, reason: string) => void;
}

interface Held {
  readonly leader: Leader;
  readonly link: LeaderLink;
  /** When somebody else was first seen to lead. */
  replacedAtMs: number | undefined;
}

/** A leader that stepped down still answers what it has; one that hangs never will. */
const GRACE_MS = 1000;
const LOOK_MS = 100;
const OPENING_MS = 2000;
/** Who cannot be reached now can hardly be reached before that. */
const AGAIN_MS = 20;

export class LeaderLinks {
  readonly #options: LeaderLinksOptions;
  #held: Held[] = [];
  #failed: { readonly leader: number; readonly atMs: number } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LeaderLinksOptions) {
    this.#options = options;
  }

  /** @throws ForwardError in its promise */
  forward(leader: Leader, request: Request): Promise<RelayedAnswer> {
    const held = this.#held.find((one) => one.leader.id === leader.id && !one.link.isClosed);
    if (held !== undefined) return held.link.call(encodeRequest(request));
    if (this.#hasJustFailed(leader)) {
      return Promise.reject(new ForwardError("not-executed", "the leader could not be reached a moment ago"));
    }
    return this.#open(leader).call(encodeRequest(request));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { link } of this.#held) link.close("this node stops");
  }

  #open(leader: Leader): LeaderLink {
    const { connect, prove, limits, clock, lost } = this.#options;
    const link = new LeaderLink({
      ...connect(leader),
      prove,
      limits,
      clock,
      openingMs: OPENING_MS,
      onClosed: (reason) => {
        this.#failed = { leader: leader.id, atMs: clock.monotonicMs() };
        this.#held = this.#held.filter((one) => one.link !== link);
        if (this.#held.length === 0) this.#rest();
        lost(leader, reason);
      },
    });
    this.#held.push({ leader, link, replacedAtMs: undefined });
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref();
    return link;
  }

  #hasJustFailed({ id }: Leader): boolean {
    if (this.#failed?.leader !== id) return false;
    return this.#options.clock.monotonicMs() - this.#failed.atMs < AGAIN_MS;
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const { leader, clock, maxRequestMs } = this.#options;
    const nowMs = clock.monotonicMs();
    const current = leader()?.id;
    for (const held of [...this.#held]) {
      held.link.expire(nowMs - maxRequestMs);
      if (held.leader.id === current) {
        held.replacedAtMs = undefined;
        continue;
      }
      held.replacedAtMs ??= nowMs;
      const isOver = held.link.calls === 0 || nowMs - held.replacedAtMs > GRACE_MS;
      if (isOver) held.link.close("somebody else leads now");
    }
  }
}
