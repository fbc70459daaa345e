// A trace's nodes and the messages between them. Nothing moves unless a command moves it.

import type { StepRefusal } from "#raft/core/inputs/step.ts";
import type { Message } from "#raft/core/message.ts";
import {
  describeMessage,
  type TraceMessage,
  traceAppendAcknowledgement,
  traceAppendWork,
  traceApplyAcknowledgement,
  traceApplyWork,
  traceMessage,
} from "./describe-message.ts";
import { describeReady } from "./describe-ready.ts";
import type { TraceNode } from "./trace-node.ts";
import type { TraceOutput } from "./trace-output.ts";

/** A message on its way, or a storage thread's word to its own node, which cannot get lost. */
interface Envelope {
  readonly to: number;
  readonly local: boolean;
  readonly shown: TraceMessage;
  readonly deliver: (node: TraceNode) => StepRefusal | undefined;
}

export interface Recipient {
  readonly id: number;
  readonly drop: boolean;
}

export class TraceCluster {
  readonly output: TraceOutput;
  readonly nodes: TraceNode[] = [];
  #envelopes: Envelope[] = [];

  constructor(output: TraceOutput) {
    this.output = output;
  }

  node(id: number): TraceNode {
    const node = this.nodes[id - 1];
    if (node === undefined) throw new Error(`there is no node ${id}`);
    return node;
  }

  send(message: Message): void {
    this.#envelopes.push({
      to: message.to,
      local: message.from === message.to,
      shown: traceMessage(message),
      deliver: (node) => node.raft.step(message),
    });
  }

  /** Delivers or drops messages, all or those of one type. Returns how many. */
  deliver(recipients: readonly Recipient[], type?: string): number {
    let count = 0;
    for (const recipient of recipients) {
      const chosen = this.#take(recipient, type);
      count += chosen.length;
      for (const { shown, deliver } of chosen) {
        this.output.write(`${recipient.drop ? "dropped: " : ""}${describeMessage(shown)}`);
        if (recipient.drop) continue;
        const refusal = deliver(this.node(recipient.id));
        if (refusal !== undefined) this.output.write(describeRefusal(refusal));
      }
    }
    return count;
  }

  processReady(node: TraceNode): void {
    const ready = node.raft.ready();
    this.output.write(describeReady(node.id, ready));
    if (!node.asynchronous) {
      node.store(ready.hardState, ready.entries, ready.snapshot);
      node.apply(ready.committedEntries);
    }
    for (const message of ready.messages) this.send(message);
    if (ready.append !== undefined) node.appendWork.push(ready.append);
    if (ready.apply !== undefined) node.applyWork.push(ready.apply);
    if (!node.asynchronous) node.raft.advance();
  }

  processAppendThread(node: TraceNode): void {
    const work = node.appendWork.shift();
    if (work === undefined) {
      this.output.write("no append work to perform");
      return;
    }
    const { responses = [], ...shown } = traceAppendWork(node.id, work);
    this.output.write(`Processing:\n${describeMessage(shown)}`);
    node.store(work.hardState, work.entries, work.snapshot);
    this.output.write(["Responses:", ...responses.map((response) => describeMessage(response))].join("\n"));
    for (const message of work.responses) this.send(message);
    const { acknowledgement, snapshot } = work;
    if (acknowledgement === undefined) return;
    this.#envelopes.push({
      to: node.id,
      local: true,
      shown: traceAppendAcknowledgement(node.id, acknowledgement, snapshot),
      deliver: ({ raft }) => {
        raft.appended(acknowledgement);
        return undefined;
      },
    });
  }

  processApplyThread(node: TraceNode): void {
    const work = node.applyWork.shift();
    if (work === undefined) {
      this.output.write("no apply work to perform");
      return;
    }
    const { responses = [], ...shown } = traceApplyWork(node.id, work);
    this.output.write(`Processing:\n${describeMessage(shown)}`);
    node.apply(work.entries);
    this.output.write(["Responses:", ...responses.map((response) => describeMessage(response))].join("\n"));
    this.#envelopes.push({
      to: node.id,
      local: true,
      shown: traceApplyAcknowledgement(node.id, work.entries),
      deliver: ({ raft }) => {
        raft.applied(work.acknowledgement);
        return undefined;
      },
    });
  }

  /** Lets `nodes` work and talk until none has anything left to do. */
  stabilize(nodes: readonly TraceNode[]): void {
    let busy = true;
    while (busy) {
      busy = false;
      const each = (wants: (node: TraceNode) => boolean, title: string, work: (node: TraceNode) => void) => {
        for (const node of nodes) {
          if (!wants(node)) continue;
          busy = true;
          this.output.write(`> ${node.id} ${title}`);
          this.output.indented(() => work(node));
        }
      };
      each(
        (node) => node.raft.hasReady(),
        "handling Ready",
        (node) => this.processReady(node),
      );
      each(
        (node) => this.#envelopes.some(({ to }) => to === node.id),
        "receiving messages",
        (node) => this.deliver([{ id: node.id, drop: false }]),
      );
      each(
        (node) => node.appendWork.length > 0,
        "processing append thread",
        (node) => {
          while (node.appendWork.length > 0) this.processAppendThread(node);
        },
      );
      each(
        (node) => node.applyWork.length > 0,
        "processing apply thread",
        (node) => {
          while (node.applyWork.length > 0) this.processApplyThread(node);
        },
      );
    }
  }

  #take({ id, drop }: Recipient, type: string | undefined): Envelope[] {
    const wanted = ({ to, local, shown }: Envelope) =>
      to === id && !(drop && local) && (type === undefined || shown.type === type);
    const chosen = this.#envelopes.filter(wanted);
    this.#envelopes = this.#envelopes.filter((envelope) => !wanted(envelope));
    return chosen;
  }
}

function describeRefusal(refusal: StepRefusal): string {
  switch (refusal.kind) {
    case "unknown-peer":
      return "raft: cannot step as peer not found";
    case "dropped":
      return "raft proposal dropped";
    case "malformed":
      return `malformed: ${refusal.detail}`;
    case "term-jump":
      return `term jump from ${refusal.ownTerm} to ${refusal.term}`;
  }
}
