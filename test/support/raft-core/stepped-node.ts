// One node of raft/core with its log, handled the way an embedding would, but only when a test says so.
import { utf8, utf8Text } from "#base/bytes.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Entry } from "#raft/core/entry.ts";
import type { Message } from "#raft/core/message.ts";
import { type RaftOptions, raftOptions } from "#raft/core/raft-options.ts";
import { RawNode } from "#raft/core/raw-node.ts";
import type { ReadState } from "#raft/core/read-state.ts";
import type { Ready } from "#raft/core/ready.ts";
import type { MemoryLog } from "./memory-log.ts";

export interface NodeSetup {
  readonly id: number;
  readonly log: MemoryLog;
  readonly options?: Partial<RaftOptions>;
}

export class SteppedNode {
  readonly id: number;
  readonly log: MemoryLog;
  readonly raft: RawNode;
  /** In the order in which they were applied. */
  readonly applied: Entry[] = [];
  readonly reads: ReadState[] = [];
  /** The membership after the last applied entry. */
  membership: Membership;
  readonly #asynchronous: boolean;

  constructor({ id, log, options = {} }: NodeSetup) {
    const all = raftOptions({ id, storage: log, random: () => 0, ...options });
    this.id = id;
    this.log = log;
    this.membership = log.initialState().membership;
    this.#asynchronous = all.asyncStorageWrites;
    this.raft = new RawNode(all);
    log.snapshotSource = () => this.#snapshot(all.applied);
  }

  /** Handles all outstanding work at once; returns the messages that leave. */
  settle(): Message[] {
    const messages: Message[] = [];
    while (this.raft.hasReady()) messages.push(...this.handle(this.raft.ready()));
    return messages;
  }

  /** Handles one `Ready`. */
  handle(ready: Ready): Message[] {
    this.log.hardState = ready.hardState ?? this.log.hardState;
    if (ready.snapshot !== undefined) {
      this.log.installSnapshot(ready.snapshot);
      this.membership = ready.snapshot.membership;
    }
    this.log.append(ready.entries);
    this.reads.push(...ready.readStates);
    for (const entry of ready.committedEntries) this.#apply(entry);
    if (!this.#asynchronous) {
      this.raft.advance();
      return [...ready.messages];
    }
    const { append, apply } = ready;
    const own = append?.responses.filter(({ to }) => to === this.id) ?? [];
    for (const message of own) this.raft.step(message);
    if (append?.acknowledgement !== undefined) this.raft.appended(append.acknowledgement);
    if (apply !== undefined) this.raft.applied(apply.acknowledgement);
    const promised = append?.responses.filter(({ to }) => to !== this.id) ?? [];
    return [...ready.messages, ...promised];
  }

  tick(count: number): void {
    for (let i = 0; i < count; i++) this.raft.tick();
  }

  propose(...texts: string[]) {
    return this.raft.propose(texts.map(utf8));
  }

  /** Texts of the applied entries, no-ops and configuration changes apart. */
  get appliedTexts(): string[] {
    const texts = this.applied.filter(({ kind, data }) => kind === "data" && data.length > 0);
    return texts.map(({ data }) => utf8Text(data));
  }

  #apply(entry: Entry): void {
    this.applied.push(entry);
    if (entry.kind === "conf-change") this.membership = this.raft.applyConfChange(entry);
  }

  #snapshot(floor: number) {
    const index = Math.max(this.applied.at(-1)?.index ?? floor, this.log.firstIndex() - 1);
    const term = this.log.term(index);
    return term === undefined || index === 0 ? undefined : { index, term, membership: this.membership };
  }
}
