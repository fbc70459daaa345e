// A node's request thread as clients meet it: it sends proposals in their wire form, asks for read gates, and reads
// applied state once a gate is open.
import type { Outcome, Proposal } from "#storage/consensus.ts";
import { ProposalBatch } from "#storage/proposal-codec.ts";
import type { Answers } from "#storage/replicated/desk/answers.ts";
import { decodeStored } from "#storage/state/stored-value.ts";
import type { SimulatedProcess } from "../node/simulated-process.ts";

export interface ReadAnswer {
  /** `undefined`: this node can not answer now. */
  readonly found: { readonly value: Uint8Array | undefined; readonly version: number } | undefined;
  /** Log time before the gate was asked for: what a judgement about expiry rests on. */
  readonly logTimeMs: number;
}

const MOST_BYTES = 8 * 1024;
const REFUSED: ReadAnswer = { found: undefined, logTimeMs: 0 };

export class RequestDesk implements Answers {
  readonly #process: SimulatedProcess;
  readonly #proposals = new Map<number, (outcome: Outcome) => void>();
  readonly #gates = new Map<number, (isOpen: boolean) => void>();
  #calls = 0;

  constructor(process: SimulatedProcess) {
    this.#process = process;
  }

  propose(proposal: Proposal, done: (outcome: Outcome) => void): void {
    const { node, status } = this.#process;
    if (node === undefined || !status.isOpenLeader) {
      done({ kind: "not-leader" });
      return;
    }
    const call = ++this.#calls;
    const batch = new ProposalBatch();
    batch.add(call, proposal, MOST_BYTES);
    const bytes = batch.take();
    this.#proposals.set(call, done);
    this.#process.input(() => node.ask(this, bytes, undefined));
  }

  read(key: string, done: (answer: ReadAnswer) => void): void {
    const { node, status } = this.#process;
    if (node === undefined || !status.isOpenLeader) {
      done(REFUSED);
      return;
    }
    const logTimeMs = node.clock.nowMs();
    const floor = this.#process.readChecks.floor();
    const gate = ++this.#calls;
    this.#gates.set(gate, (isOpen) => {
      if (isOpen) this.#process.readChecks.opened(this.#process.machine.id, node, floor);
      done(isOpen ? { found: this.#look(key), logTimeMs } : REFUSED);
    });
    this.#process.input(() => node.ask(this, undefined, gate));
  }

  committed(call: number, version: number): void {
    this.#process.answer(() => this.#settle(call, { kind: "committed", version }));
  }

  other(call: number, outcome: Outcome): void {
    this.#process.answer(() => this.#settle(call, outcome));
  }

  gate(gate: number, isOpen: boolean): void {
    this.#process.answer(() => {
      const done = this.#gates.get(gate);
      this.#gates.delete(gate);
      done?.(isOpen);
    });
  }

  #settle(call: number, outcome: Outcome): void {
    const done = this.#proposals.get(call);
    this.#proposals.delete(call);
    done?.(outcome);
  }

  #look(key: string): NonNullable<ReadAnswer["found"]> {
    const bytes = this.#process.machine.store.getRaw(key);
    if (bytes === undefined) return { value: undefined, version: 0 };
    const { value, version } = decodeStored(bytes);
    return { value, version };
  }
}
