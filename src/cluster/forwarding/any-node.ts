// Serves a request on whichever node it arrives: here if this node leads, else there. While there is no leader it waits
// a little, and what surely was not executed is sent again to whoever leads then (design §5).
import type { Clock } from "#base/clock.ts";
import { type MaybePromise, orElse } from "#base/maybe-promise.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Request } from "#contract/request.ts";
import { ForwardError } from "./forward-error.ts";
import { Redirection } from "./redirection.ts";
import type { RelayedAnswer } from "./relayed-answer.ts";

/** Another node that leads. */
export interface Leader {
  /** Incarnation. */
  readonly id: number;
  /** "" while it has not said. */
  readonly apiAddress: string;
}

export interface AnyNodeOptions<Answer> {
  /** Whether this node serves now. */
  readonly isLeading: () => boolean;
  readonly leader: () => Leader | undefined;
  readonly serve: (request: Request) => MaybePromise<Answer>;
  /** @throws ForwardError */
  readonly forward: (leader: Leader, request: Request) => Promise<RelayedAnswer>;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly pause: Pause;
}

/** How long a request waits for somebody to lead: longer than an election takes. */
export const LEADER_WAIT_MS = 2000;
const LOOK_AGAIN_MS = 5;

export class AnyNode<Answer> {
  readonly #options: AnyNodeOptions<Answer>;

  constructor(options: AnyNodeOptions<Answer>) {
    this.#options = options;
  }

  /** @throws VaultError */
  handle(request: Request): MaybePromise<Answer | RelayedAnswer | Redirection> {
    const { isLeading, serve } = this.#options;
    if (!isLeading()) return this.#elsewhere(request);
    return orElse<Answer | RelayedAnswer | Redirection>(
      () => serve(request),
      (error) => {
        if (!isUnexecuted(error) || isLeading()) throw error;
        return this.#elsewhere(request);
      },
    );
  }

  async #elsewhere(request: Request): Promise<Answer | RelayedAnswer | Redirection> {
    const { clock, pause, leader } = this.#options;
    const untilMs = clock.monotonicMs() + LEADER_WAIT_MS;
    for (;;) {
      const answer = await this.#attempt(request);
      if (answer !== undefined) return answer;
      if (clock.monotonicMs() >= untilMs) return redirectTo(leader());
      await pause(LOOK_AGAIN_MS);
    }
  }

  /** `undefined`: not executed, look again. */
  async #attempt(request: Request): Promise<Answer | RelayedAnswer | Redirection | undefined> {
    const { isLeading, leader, serve, forward } = this.#options;
    const isHere = isLeading();
    const there = leader();
    try {
      if (isHere) return await serve(request);
      if (there === undefined) return undefined;
      return wantsRedirect(request) ? redirectTo(there) : await forward(there, request);
    } catch (error) {
      if (isUnexecuted(error)) {
        // Leading and refusing all the same: overload, which the client should hear of.
        if (isHere && isLeading()) throw error;
        return undefined;
      }
      throw error instanceof ForwardError ? lost(request, error) : error;
    }
  }
}

/** Uploads are too large to be carried along, archives too large to be carried back. */
function wantsRedirect({ rawBody, path, headers }: Request): boolean {
  if (rawBody !== undefined || path.startsWith("sys/storage/raft/snapshot")) return true;
  return headers.get("x-vault-no-request-forwarding") !== undefined;
}

function redirectTo(leader: Leader | undefined): Redirection {
  if (leader !== undefined && leader.apiAddress !== "") return new Redirection(leader.apiAddress);
  throw new VaultError("no_leader", "local node not active but active cluster node not found");
}

function isUnexecuted(error: unknown): boolean {
  if (error instanceof ForwardError) return error.outcome === "not-executed";
  return error instanceof VaultError && UNEXECUTED.has(error.code);
}

const UNEXECUTED: ReadonlySet<string> = new Set(["not_executed", "no_leader", "standby"]);

function lost({ operation }: Request, { message }: ForwardError): VaultError {
  const isRead = operation === "read" || operation === "list" || operation === "help";
  // The client may ask again: nothing was changed, but a use of the token may have been spent.
  if (isRead) return new VaultError("not_executed", "the leader was lost while it answered; try again");
  return new VaultError("outcome_unknown", `write outcome unknown: ${message}`);
}
