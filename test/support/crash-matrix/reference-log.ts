// The log as a plain value, by its own rules and by none of the production code: what a reopened log must equal.
import type { Entry } from "#raft/core/entry.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { LogWrite } from "#storage/log/log-write.ts";
import type { SegmentedLog } from "#storage/log/segmented-log.ts";
import type { SnapshotMark } from "#storage/log/snapshot-mark.ts";

interface Mark {
  readonly index: number;
  readonly term: number;
}

export class ReferenceLog {
  readonly entries: readonly Entry[];
  readonly compacted: Mark;
  readonly checkpoint: number;
  readonly hardState: HardState;
  readonly snapshot: SnapshotMark | undefined;

  constructor(fields: Partial<ReferenceLog> = {}) {
    this.entries = fields.entries ?? [];
    this.compacted = fields.compacted ?? { index: 0, term: 0 };
    this.checkpoint = fields.checkpoint ?? 0;
    this.hardState = fields.hardState ?? { term: 0, vote: 0, commit: 0 };
    this.snapshot = fields.snapshot;
  }

  get lastIndex(): number {
    return this.compacted.index + this.entries.length;
  }

  get lastTerm(): number {
    return this.entries.at(-1)?.term ?? this.compacted.term;
  }

  /** Nothing at or below this is ever removed from the end. */
  get floor(): number {
    return Math.max(this.checkpoint, this.snapshot?.index ?? 0);
  }

  term(index: number): number {
    return this.entries[index - this.compacted.index - 1]?.term ?? this.compacted.term;
  }

  /** Every state that a crash in the middle of `write` may leave, from before it to all of it. */
  steps(write: LogWrite): ReferenceLog[] {
    const steps: ReferenceLog[] = [this];
    const step = (change: (log: ReferenceLog) => Partial<ReferenceLog>): void => {
      const log = steps.at(-1) ?? this;
      steps.push(new ReferenceLog({ ...fieldsOf(log), ...change(log) }));
    };
    const { install, hardState } = write;
    if (install !== undefined || hardState !== undefined) {
      step((log) => ({ ...(install && installed(install)), hardState: hardState ?? log.hardState }));
    }
    const { truncateFrom, snapshot, checkpoint, compactTo } = write;
    if (truncateFrom !== undefined) step((log) => ({ entries: log.before(truncateFrom) }));
    for (const entry of write.entries ?? [])
      step((log) => ({ entries: [...log.before(entry.index), entry] }));
    if (snapshot !== undefined) step(() => ({ snapshot }));
    if (checkpoint !== undefined) step(() => ({ checkpoint }));
    if (compactTo !== undefined && compactTo.index > this.compacted.index) {
      step((log) => ({
        compacted: compactTo,
        entries: log.entries.filter(({ index }) => index > compactTo.index),
      }));
    }
    return steps;
  }

  before(index: number): Entry[] {
    return this.entries.filter((entry) => entry.index < index);
  }

  /** Equal texts, equal logs. */
  text(): string {
    const { term, vote, commit } = this.hardState;
    const settled = Math.min(Math.max(commit, this.checkpoint), this.lastIndex);
    return textOf({ ...fieldsOf(this), hardState: { term, vote, commit: settled } });
  }
}

/** What an opened log says, in the words of `ReferenceLog.text`. */
export function textOfLog({ state, reader }: Pick<SegmentedLog, "state" | "reader">): string {
  const entries = reader.entries(state.firstIndex, state.lastIndex + 1, Number.POSITIVE_INFINITY) ?? [];
  const { compacted, checkpoint, hardState, snapshot } = state;
  return textOf({ entries, compacted, checkpoint, hardState, snapshot });
}

type Fields = Pick<ReferenceLog, "entries" | "compacted" | "checkpoint" | "hardState" | "snapshot">;

function fieldsOf({ entries, compacted, checkpoint, hardState, snapshot }: Fields): Fields {
  return { entries, compacted, checkpoint, hardState, snapshot };
}

function installed(mark: SnapshotMark): Partial<ReferenceLog> {
  const compacted = { index: mark.index, term: mark.term };
  return { entries: [], compacted, checkpoint: mark.index, snapshot: mark };
}

function textOf({ entries, compacted, checkpoint, hardState, snapshot }: Fields): string {
  const head = `compacted ${compacted.index}/${compacted.term} checkpoint ${checkpoint}`;
  const vote = `term ${hardState.term} vote ${hardState.vote} commit ${hardState.commit}`;
  const mark =
    snapshot === undefined ? "none" : `${snapshot.index}/${snapshot.term}/${snapshot.data.toHex()}`;
  const lines = entries.map(({ index, term, kind, data }) => `${index}/${term}/${kind}/${data.toHex()}`);
  return [head, vote, `snapshot ${mark}`, ...lines].join("\n");
}
