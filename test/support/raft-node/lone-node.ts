// One RaftNode of three with a disk, a clock and peers that are the test's: the test speaks for the other two.
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { Message } from "#raft/core/message.ts";
import type { PeerNote } from "#raft/node/peer-note.ts";
import type { NodeObserver } from "#raft/node/ports/node-observer.ts";
import { RaftNode } from "#raft/node/raft-node.ts";
import type { NodeTiming } from "#raft/node/raft-node-options.ts";
import { SlowLog } from "./slow-log.ts";

export interface LoneNodeOptions {
  readonly log?: SlowLog;
  readonly committed?: number;
  readonly timing?: Partial<NodeTiming>;
}

const MEMBERSHIP = { ...EMPTY_MEMBERSHIP, voters: [1, 2, 3] };
const TICK_MS = 10;

export class LoneNode {
  readonly log: SlowLog;
  readonly raft: RaftNode;
  readonly sent: Message[] = [];
  readonly alarms: string[] = [];
  /** Indexes of all entries applied, in order. */
  readonly applied: number[] = [];
  notes: PeerNote[] = [];
  nowMs = 1000;
  #applies: (() => void)[] = [];

  constructor({ log = new SlowLog(), committed = 0, timing = {} }: LoneNodeOptions = {}) {
    this.log = log;
    this.raft = new RaftNode({
      id: 1,
      random: () => 0,
      clock: { monotonicMs: () => this.nowMs },
      log,
      machine: {
        apply: (entries, done) => {
          this.applied.push(...entries.map(({ index }) => index));
          this.#applies.push(done);
        },
        install: () => {},
        isWhole: true,
        markData: () => new Uint8Array(0),
      },
      transport: {
        send: (_peer, { messages, note }) => {
          this.sent.push(...messages);
          this.notes.push(note);
        },
      },
      snapshots: { pull: () => {}, cancel: () => {} },
      observer: this.#observer(),
      logTimeNote: () => ({ logTimeMs: 0, isLogTimeWarm: false, wallMs: 0 }),
      start: { applied: 0, membership: MEMBERSHIP, committed },
      timing,
    });
  }

  /** Makes it leader of term 1, its own entry committed and applied. */
  static leading(options: LoneNodeOptions = {}): LoneNode {
    const node = new LoneNode(options);
    node.raft.campaign();
    node.turn();
    node.hear({ kind: "pre-vote-response", from: 2, to: 1, term: 1, rejected: false });
    node.settle();
    node.hear({ kind: "vote-response", from: 2, to: 1, term: 1, rejected: false });
    node.settle();
    node.acknowledge(2, 1);
    node.settle();
    node.sent.length = 0;
    return node;
  }

  /** The end of a turn. */
  turn(): void {
    this.raft.work();
  }

  /** All that waits for disk or state machine is done. */
  settle(): void {
    do {
      this.turn();
      this.log.settle();
      for (const done of this.#applies.splice(0)) done();
      this.turn();
    } while (this.log.waiting > 0 || this.#applies.length > 0);
  }

  hear(message: Message, note: Partial<PeerNote> = {}): void {
    this.raft.receive(message.from, { messages: [message], note: { ...NOTE, ...note } });
    this.turn();
  }

  /** `peer` has the log up to `index`. */
  acknowledge(peer: number, index: number): void {
    const { term } = this.raft.role;
    const rest = { rejected: false, hintIndex: 0, hintTerm: 0 };
    this.hear({ kind: "append-response", from: peer, to: 1, term, index, ...rest });
  }

  /** Time passes tick by tick; peers that are named answer each heartbeat at once. */
  pass(ms: number, alive: readonly number[] = []): void {
    for (const endMs = this.nowMs + ms; this.nowMs < endMs; ) {
      this.nowMs += TICK_MS;
      this.raft.tick();
      this.turn();
      for (const message of this.sent.filter(isHeartbeat).slice(-2)) {
        if (!alive.includes(message.to) || message.round <= (this.#answered.get(message.to) ?? 0)) continue;
        this.#answered.set(message.to, message.round);
        const { term, round, to } = message;
        this.hear({ kind: "heartbeat-response", from: to, to: 1, term, round });
      }
    }
  }

  readonly #answered = new Map<number, number>();

  kinds(): string[] {
    return this.sent.map(({ kind }) => kind);
  }

  append(term: number, entries: readonly Entry[], commit = 0): Message {
    const previousIndex = (entries[0]?.index ?? 1) - 1;
    return { kind: "append", from: 2, to: 1, term, previousIndex, previousTerm: 0, entries, commit };
  }

  #observer(): NodeObserver {
    return {
      roleChanged: () => {},
      committed: () => {},
      applied: () => {},
      readReady: () => {},
      noteHeard: () => {},
      alarm: ({ kind }) => this.alarms.push(kind),
    };
  }
}

const NOTE: PeerNote = {
  electionWishMs: 500,
  electionMs: 500,
  isEligible: true,
  logTimeMs: 0,
  isLogTimeWarm: false,
  wallMs: 0,
};

function isHeartbeat(message: Message): message is Extract<Message, { kind: "heartbeat" }> {
  return message.kind === "heartbeat";
}
