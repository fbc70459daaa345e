// One request thread as the consensus thread sees it: what it asks comes in as one message a turn, and so do answers.
import type { MessagePort } from "node:worker_threads";
import type { Outcome } from "#storage/consensus.ts";
import type { Answers } from "#storage/replicated/desk/answers.ts";
import type { ToRequests } from "../links/consensus-messages.ts";

export class RequestLink implements Answers {
  readonly port: MessagePort;
  #committed: number[] = [];
  #others: { call: number; outcome: Outcome }[] = [];
  #gates: { gate: number; isOpen: boolean }[] = [];

  constructor(port: MessagePort) {
    this.port = port;
  }

  committed(call: number, version: number): void {
    this.#committed.push(call, version);
  }

  other(call: number, outcome: Outcome): void {
    this.#others.push({ call, outcome });
  }

  gate(gate: number, isOpen: boolean): void {
    this.#gates.push({ gate, isOpen });
  }

  /** Sends the answers of this turn. */
  flush(): void {
    if (this.#committed.length + this.#others.length + this.#gates.length === 0) return;
    const message: ToRequests = {};
    const transferred: ArrayBuffer[] = [];
    if (this.#committed.length > 0) {
      message.committed = Float64Array.from(this.#committed);
      transferred.push(message.committed.buffer as ArrayBuffer);
    }
    if (this.#others.length > 0) message.others = this.#others;
    if (this.#gates.length > 0) message.gates = this.#gates;
    this.port.postMessage(message, transferred);
    this.#committed = [];
    this.#others = [];
    this.#gates = [];
  }
}
