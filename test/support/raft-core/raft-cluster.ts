// Several nodes of raft/core and the mail between them, moved only when a test says so.
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Message } from "#raft/core/message.ts";
import type { RaftOptions } from "#raft/core/raft-options.ts";
import { MemoryLog } from "./memory-log.ts";
import { SteppedNode } from "./stepped-node.ts";

export interface ClusterSetup {
  readonly voters: readonly number[];
  readonly learners?: readonly number[];
  readonly options?: Partial<RaftOptions>;
}

export class RaftCluster {
  readonly nodes = new Map<number, SteppedNode>();
  /** Messages for which this says true are lost. */
  loses: (message: Message) => boolean = () => false;
  /** Everything delivered so far. */
  readonly delivered: Message[] = [];
  readonly #setup: ClusterSetup;
  #mail: Message[] = [];

  constructor(setup: ClusterSetup) {
    this.#setup = setup;
    for (const id of [...setup.voters, ...(setup.learners ?? [])].sort((a, b) => a - b)) this.add(id);
  }

  /** A node that starts with the cluster's first membership, or with `membership`. */
  add(
    id: number,
    membership: Partial<Membership> = this.#setup,
    options: Partial<RaftOptions> = {},
  ): SteppedNode {
    const { voters = [], learners = [] } = membership;
    const log = MemoryLog.withMembers({ voters, learners });
    const node = new SteppedNode({ id, log, options: { ...this.#setup.options, ...options } });
    this.nodes.set(id, node);
    return node;
  }

  node(id: number): SteppedNode {
    const node = this.nodes.get(id);
    if (node === undefined) throw new Error(`the cluster has no node ${id}`);
    return node;
  }

  /** Lets everyone work and talk until nothing is left to do. */
  settle(): void {
    do {
      for (const node of this.nodes.values()) this.#mail.push(...node.settle());
      const mail = this.#mail;
      this.#mail = [];
      for (const message of mail) this.deliver(message);
    } while (this.#mail.length > 0 || [...this.nodes.values()].some(({ raft }) => raft.hasReady()));
  }

  deliver(message: Message): void {
    if (this.loses(message)) return;
    this.delivered.push(message);
    this.nodes.get(message.to)?.raft.step(message);
  }

  elect(id: number): SteppedNode {
    const node = this.node(id);
    node.raft.campaign();
    this.settle();
    if (node.raft.status().role !== "leader") throw new Error(`node ${id} was not elected`);
    return node;
  }

  /** Nothing goes to or from these nodes. */
  isolate(...ids: number[]): void {
    this.loses = ({ from, to }) => from !== to && (ids.includes(from) || ids.includes(to));
  }

  heal(): void {
    this.loses = () => false;
  }

  /** Ticks everyone, one tick at a time, letting them work and talk in between. */
  tick(count: number): void {
    for (let i = 0; i < count; i++) {
      for (const { raft } of this.nodes.values()) raft.tick();
      this.settle();
    }
  }

  get leaders(): number[] {
    return [...this.nodes.values()].filter(({ raft }) => raft.status().role === "leader").map(({ id }) => id);
  }
}
