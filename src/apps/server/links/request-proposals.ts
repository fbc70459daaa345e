// A request thread's way to the consensus thread: the proposals of one turn of the loop go out as one transferred
// buffer, and their outcomes come back together.
import type { MessagePort } from "node:worker_threads";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Consensus, Outcome, Proposal } from "#storage/consensus.ts";
import { ProposalBatch } from "#storage/proposal-codec.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { ToConsensus, ToRequests } from "./consensus-messages.ts";

/** More proposals under way than this from one thread are refused: the queue must not grow without bound. */
const MAX_WAITING = 8192;

export interface RequestProposalsOptions {
  port: MessagePort;
  status: NodeStatus;
  maxEntryBytes: number;
}

export class RequestProposals implements Consensus {
  readonly #options: RequestProposalsOptions;
  readonly #batch = new ProposalBatch();
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  readonly #gates = new Map<number, (isOpen: boolean) => void>();
  #calls = 0;
  #isFlushDue = false;
  #gateDue: Promise<boolean> | undefined;
  #gateToAsk: number | undefined;

  constructor(options: RequestProposalsOptions) {
    this.#options = options;
    options.port.on("message", (message: ToRequests) => this.#receive(message));
  }

  /** @throws VaultError too_large: refused before it is proposed */
  propose(proposal: Proposal): Promise<Outcome> {
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.resolve({ kind: "busy", reason: `${MAX_WAITING} writes are under way already` });
    }
    const call = this.#nextCall();
    const { maxEntryBytes } = this.#options;
    const bytes = this.#batch.add(call, proposal, maxEntryBytes);
    if (bytes > maxEntryBytes) {
      const limit = `the write is too large: its log entry would have ${bytes} bytes, max_entry_size is ${maxEntryBytes}`;
      return Promise.reject(new VaultError("too_large", limit));
    }
    this.#flushLater();
    return new Promise((resolve) => this.#waiting.set(call, resolve));
  }

  readGate(): MaybePromise<boolean> {
    const { status } = this.#options;
    if (!status.isOpenLeader) return false;
    if (status.get("votersBeside") === 0) return true;
    this.#gateDue ??= this.#askGate();
    return this.#gateDue;
  }

  /** One question for all reads of this turn. */
  #askGate(): Promise<boolean> {
    const call = this.#nextCall();
    this.#gateToAsk = call;
    this.#flushLater();
    return new Promise((resolve) => this.#gates.set(call, resolve));
  }

  #nextCall(): number {
    this.#calls = (this.#calls + 1) >>> 0;
    return this.#calls;
  }

  #flushLater(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushDue = false;
    this.#gateDue = undefined;
    const proposals = this.#batch.isEmpty ? undefined : this.#batch.take();
    const message: ToConsensus = { proposals, gate: this.#gateToAsk };
    this.#gateToAsk = undefined;
    this.#options.port.postMessage(message, proposals ? [proposals.buffer as ArrayBuffer] : []);
  }

  #receive(message: ToRequests): void {
    const { committed, others, gates } = message;
    for (let at = 0; at + 1 < (committed?.length ?? 0); at += 2) {
      this.#settle(committed?.[at] ?? 0, { kind: "committed", version: committed?.[at + 1] ?? 0 });
    }
    for (const { call, outcome } of others ?? []) this.#settle(call, outcome);
    for (const { gate, isOpen } of gates ?? []) this.#openGates(gate, isOpen);
  }

  #settle(call: number, outcome: Outcome): void {
    const resolve = this.#waiting.get(call);
    this.#waiting.delete(call);
    resolve?.(outcome);
  }

  /** An answer to a gate answers all that were asked before it. */
  #openGates(gate: number, isOpen: boolean): void {
    for (const [call, resolve] of this.#gates) {
      this.#gates.delete(call);
      resolve(isOpen);
      if (call === gate) return;
    }
  }
}
