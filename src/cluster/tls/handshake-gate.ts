// Who may begin a TLS handshake. It costs this node a signature, and its thread has a cluster to keep alive, so those
// who have never been members get only so many (CVE-2026-15972).
import type { Socket } from "node:net";
import type { ListenerLimits } from "./listener-limits.ts";

/** Addresses from which a member called, remembered for as long as they are among the newest. */
const MAX_KNOWN = 256;

export class HandshakeGate {
  readonly #limits: ListenerLimits;
  readonly #nowMs: () => number;
  /** By the caller's address and port, which a socket and the TLS socket around it have in common. Oldest first. */
  readonly #underWay = new Map<string, Socket>();
  readonly #known = new Set<string>();
  #tokens: number;
  #filledAtMs: number;

  constructor(limits: ListenerLimits, nowMs: () => number) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#tokens = limits.strangersPerSecond;
    this.#filledAtMs = nowMs();
  }

  get underWay(): number {
    return this.#underWay.size;
  }

  /** False: too many begin. */
  admit(socket: Socket): boolean {
    if (!this.#known.has(socket.remoteAddress ?? "") && !this.#takeToken()) return false;
    const name = nameOf(socket);
    this.#underWay.set(name, socket);
    socket.once("close", () => this.#underWay.delete(name));
    if (this.#underWay.size > this.#limits.maxHandshakes) this.#giveUpOldest();
    return true;
  }

  /** The handshake is through, well or not. */
  done(socket: Pick<Socket, "remoteAddress" | "remotePort">): void {
    this.#underWay.delete(nameOf(socket));
  }

  /** A member calls from there. */
  memberAt(address: string): void {
    this.#known.delete(address);
    this.#known.add(address);
    if (this.#known.size <= MAX_KNOWN) return;
    const [oldest] = this.#known;
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  #giveUpOldest(): void {
    const [oldest] = this.#underWay;
    if (oldest === undefined) return;
    this.#underWay.delete(oldest[0]);
    oldest[1].destroy();
  }

  #takeToken(): boolean {
    const { strangersPerSecond } = this.#limits;
    const nowMs = this.#nowMs();
    const filled = this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * strangersPerSecond;
    this.#tokens = Math.min(strangersPerSecond, filled);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

function nameOf({ remoteAddress, remotePort }: Pick<Socket, "remoteAddress" | "remotePort">): string {
  return `${remoteAddress}/${remotePort}`;
}
