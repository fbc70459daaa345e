// The connections that a listener has accepted, by what their callers are, within limits.
import type { TLSSocket } from "node:tls";
import type { Caller } from "#raft/grpc/service/caller.ts";
import type { ListenerLimits } from "./listener-limits.ts";

export class AcceptedConnections {
  readonly #limits: ListenerLimits;
  /** Oldest first. */
  readonly #callers = new Map<TLSSocket, Caller>();

  constructor(limits: ListenerLimits) {
    this.#limits = limits;
  }

  get counts(): { readonly members: number; readonly strangers: number } {
    const strangers = this.#of(undefined).length;
    return { members: this.#callers.size - strangers, strangers };
  }

  add(socket: TLSSocket, caller: Caller): void {
    this.#callers.set(socket, caller);
    socket.once("close", () => this.#callers.delete(socket));
    const { maxStrangers, maxPerMember, strangerMs } = this.#limits;
    const same = this.#of(caller.member);
    const most = caller.member === undefined ? maxStrangers : maxPerMember;
    if (same.length > most) same[0]?.destroy();
    if (caller.member !== undefined) return;
    const late = setTimeout(() => socket.destroy(), strangerMs);
    socket.once("close", () => clearTimeout(late));
  }

  /** Destroys at once: streams that are under way end with it. */
  cut(isDue: (caller: Caller) => boolean): void {
    for (const [socket, caller] of this.#callers) if (isDue(caller)) socket.destroy();
  }

  #of(member: number | undefined): TLSSocket[] {
    return [...this.#callers].filter(([, caller]) => caller.member === member).map(([socket]) => socket);
  }
}
