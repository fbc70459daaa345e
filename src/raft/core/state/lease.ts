// How long a leader may answer reads alone (thesis §6.4.1): from the start of the last heartbeat round that a quorum
// answered, while those followers refuse to vote. Only `readMode: "lease"` asks; all of it trusts clocks.

/** Room for clocks that run at different speeds, and for the two ticks that rounding can take. */
function usableTicks(electionTicks: number): number {
  return electionTicks - Math.max(2, Math.ceil(electionTicks / 10));
}

export class Lease {
  #rounds: { round: number; tick: number }[] = [];
  #start: number | undefined;
  #revoked = false;

  /** A round of heartbeats goes out at `tick`. Rounds too old to give a lease are forgotten. */
  beginRound(round: number, tick: number, electionTicks: number): void {
    while ((this.#rounds[0]?.tick ?? tick) <= tick - electionTicks) this.#rounds.shift();
    // Of several rounds within a tick the first one serves for all: any answer to a later one covers it.
    if (this.#rounds.at(-1)?.tick !== tick) this.#rounds.push({ round, tick });
  }

  /** A quorum has answered `round`. */
  confirm(round: number): void {
    while (this.#rounds[0] !== undefined && this.#rounds[0].round <= round) {
      this.#start = this.#rounds.shift()?.tick;
    }
  }

  holds(tick: number, electionTicks: number): boolean {
    if (this.#revoked || this.#start === undefined) return false;
    return tick - this.#start < usableTicks(electionTicks);
  }

  /** Time passed that ticks did not count, or quorums changed: what was promised before is worth nothing. */
  suspend(): void {
    this.#rounds = [];
    this.#start = undefined;
  }

  /** Voters were told to elect another, who may take as long as it likes to campaign: never again in this term. */
  revoke(): void {
    this.#revoked = true;
  }

  /** Another term or role. */
  clear(): void {
    this.suspend();
    this.#revoked = false;
  }
}
