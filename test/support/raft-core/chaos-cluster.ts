// A cluster of raft/core under everything that may happen to it, in an order drawn from a seed: lost, repeated and
// reordered messages, partitions, crashes with work under way, slow storage, changes of membership. Checks after
// every step what must always hold (Raft paper figure 3, and reads), and in the end that it gets going again.
import { assert } from "#base/assert.ts";
import { EMPTY_BYTES, encodeHex, utf8 } from "#base/bytes.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import type { Message } from "#raft/core/message.ts";
import { seededRandom } from "../seeded-random.ts";
import { ChaosNode } from "./chaos-node.ts";

export interface ChaosSetup {
  readonly seed: number;
  readonly steps: number;
  /** Change who takes part while it runs. */
  readonly reconfigure: boolean;
}

const IDS = [1, 2, 3, 4, 5];

export class ChaosCluster {
  /** What happened, step by step: equal for equal seeds. */
  readonly transcript: string[] = [];
  readonly counts = { elections: 0, commits: 0, reads: 0, crashes: 0, snapshots: 0, changes: 0 };
  readonly #setup: ChaosSetup;
  readonly #below: (bound: number) => number;
  readonly #nodes: ChaosNode[];
  readonly #leaders = new Map<number, number>();
  /** The one history: what any node has applied at each index. */
  readonly #history = new Map<number, string>();
  /** By node and context: the highest index known to be committed when the read was asked for. */
  readonly #reads = new Map<string, number>();
  #mail: Message[] = [];
  #cut: readonly number[] = [];
  #proposals = 0;

  constructor(setup: ChaosSetup, voterOrder = [1, 2, 3]) {
    this.#setup = setup;
    this.#below = seededRandom(setup.seed).below;
    const asynchronous = this.#below(2) === 0;
    const spaces = { asynchronous, random: this.#below, voters: voterOrder };
    this.#nodes = IDS.map((id) => new ChaosNode({ id, ...spaces }));
  }

  run(): void {
    for (let step = 0; step < this.#setup.steps; step++) {
      this.#actAtRandom();
      this.#check();
    }
    this.#recover();
  }

  #actAtRandom(): void {
    const node = this.#any();
    const chance = this.#below(1000);
    if (chance < 360) this.#deliverAny();
    else if (chance < 780) this.#work(node);
    else if (chance < 880) node.raft.tick();
    else if (chance < 930) this.#propose(node);
    else if (chance < 955) this.#read(node);
    else if (chance < 958) this.#crash(node);
    else if (chance < 961) this.#cut = this.#below(3) > 0 ? [] : IDS.filter(() => this.#below(2) === 0);
    else if (chance < 970) node.compact();
    else if (chance < 978) node.raft.transferLeader(this.#any().id);
    else if (chance < 984) node.raft.forgetLeader();
    else if (chance < 988) node.raft.tickGap();
    else if (chance < 992) this.#report(node);
    else if (chance < 994) node.raft.setReluctant(this.#below(2) === 0);
    else if (this.#setup.reconfigure) this.#change();
  }

  #any(): ChaosNode {
    const node = this.#nodes[this.#below(this.#nodes.length)];
    assert(node !== undefined, "a cluster has nodes");
    return node;
  }

  /** Some message, not the oldest: most arrive, some twice, some never. */
  #deliverAny(): void {
    if (this.#mail.length === 0) return;
    const at = this.#below(Math.min(this.#mail.length, 12));
    const message = this.#mail[at];
    if (message === undefined) return;
    const fate = this.#below(30);
    if (fate !== 0) this.#mail.splice(at, 1);
    if (this.#mail.length > 400) this.#mail.splice(0, 100);
    if (fate === 1 || this.#cut.includes(message.from) !== this.#cut.includes(message.to)) return;
    this.#deliver(message);
  }

  #deliver(message: Message): void {
    const node = this.#nodes.find(({ id }) => id === message.to);
    this.#note("deliver", message);
    node?.raft.step(message);
  }

  #work(node: ChaosNode): void {
    const done = node.work(this.#below);
    for (const message of done.messages) this.#mail.push(message);
    if (done.installed) this.counts.snapshots++;
    for (const entry of done.applied) {
      const text = `${entry.term}:${encodeHex(entry.data)}`;
      const known = this.#history.get(entry.index);
      assert(known === undefined || known === text, `state machine safety broken at ${entry.index}`);
      if (known === undefined) this.counts.commits++;
      this.#history.set(entry.index, text);
    }
    for (const { context, index } of done.reads) {
      const key = `${node.id}:${context}`;
      const floor = this.#reads.get(key);
      // A repeated answer, or one to a read of before a crash: nobody waits for it.
      if (floor === undefined) continue;
      assert(index >= floor, `a read at ${index} misses what was committed at ${floor}`);
      this.#reads.delete(key);
      this.counts.reads++;
    }
    this.#note("work", node.id, done);
  }

  #propose(node: ChaosNode): void {
    const size = 1 + this.#below(4);
    const batch = Array.from({ length: size }, () => utf8(`p${this.#proposals++}`));
    this.#note("propose", node.id, node.raft.propose(batch));
  }

  #read(node: ChaosNode): void {
    const outcome = node.raft.readIndex();
    if (outcome.kind === "dropped") return;
    const floor = Math.max(...this.#nodes.map(({ raft }) => raft.status().committed));
    const key = `${node.id}:${outcome.context}`;
    assert(!this.#reads.has(key), "a read context is used twice");
    this.#reads.set(key, floor);
  }

  #crash(node: ChaosNode): void {
    this.counts.crashes++;
    node.restart();
    for (const key of this.#reads.keys()) if (key.startsWith(`${node.id}:`)) this.#reads.delete(key);
    this.#note("crash", node.id);
  }

  #report(node: ChaosNode): void {
    const peer = this.#any().id;
    if (this.#below(2) === 0) node.raft.reportUnreachable(peer);
    else node.raft.reportSnapshot(peer, this.#below(2) === 0);
  }

  #change(): void {
    const node = this.#nodes.find(({ raft }) => raft.status().role === "leader");
    if (node === undefined) return;
    const actions = ["add-voter", "add-voter", "add-learner", "remove"] as const;
    const steps = Array.from({ length: this.#below(3) }, () => ({
      action: actions[this.#below(4)] ?? "add-voter",
      nodeId: this.#any().id,
    }));
    const { membership } = node.raft.status();
    const left = membership.voters.filter(
      (id) => !steps.some(({ action, nodeId }) => nodeId === id && action !== "add-voter"),
    );
    // The core applies what is committed; keeping a membership worth having is its embedding's business.
    if (left.length < 2) return;
    const transitions = ["auto", "joint-implicit", "joint-explicit"] as const;
    const transition = steps.length === 0 ? "auto" : (transitions[this.#below(3)] ?? "auto");
    const change: ConfChange = { transition, steps, context: EMPTY_BYTES };
    const outcome = node.raft.proposeConfChange(change);
    if (outcome.kind === "appended") this.counts.changes++;
    this.#note("change", node.id, change, outcome);
  }

  #check(): void {
    for (const { id, raft } of this.#nodes) {
      const { role, term, committed, applied, lastIndex } = raft.status();
      assert(applied <= committed && committed <= lastIndex, `marks out of order on ${id}`);
      if (role !== "leader") continue;
      const other = this.#leaders.get(term);
      assert(other === undefined || other === id, `two leaders in term ${term}: ${other} and ${id}`);
      if (other === undefined) this.counts.elections++;
      this.#leaders.set(term, id);
    }
  }

  /** Everything heals: somebody leads, and all members come to the same end. */
  #recover(): void {
    this.#cut = [];
    for (const { raft } of this.#nodes) raft.setReluctant(false);
    for (let round = 0; round < 400; round++) {
      for (const node of this.#nodes) node.raft.tick();
      for (let pass = 0; pass < 6; pass++) {
        for (const node of this.#nodes) for (let piece = 0; piece < 4; piece++) this.#work(node);
        for (const message of this.#mail.splice(0)) this.#deliver(message);
        this.#check();
      }
      // A snapshot message may have been lost: only the embedding can know.
      if (round % 50 === 0)
        for (const node of this.#nodes) for (const id of IDS) node.raft.reportSnapshot(id, false);
      if (round === 200) for (const node of this.#nodes) this.#propose(node);
    }
    const leader = this.#nodes.find(({ raft }) => raft.status().role === "leader");
    assert(leader !== undefined, "nobody leads after everything healed");
    const { committed, membership } = leader.raft.status();
    for (const { id, raft } of this.#nodes) {
      if (![...membership.voters, ...membership.learners].includes(id)) continue;
      assert(
        raft.status().applied === committed,
        `${id} has not caught up: ${raft.status().applied} of ${committed}`,
      );
    }
  }

  #note(...what: unknown[]): void {
    this.transcript.push(JSON.stringify(what));
  }
}
