// A record's items in words, without the entries' data.
import type { HardState } from "#raft/core/hard-state.ts";
import type { EntryHead, ItemVisitor, LogStart } from "./format/item-visitor.ts";
import { type RecordPlace, visitItems } from "./format/visit-items.ts";
import type { SnapshotMark } from "./snapshot-mark.ts";

/** @throws LogDamageError, LogFormatError */
export function describeItems(record: Uint8Array, place: RecordPlace): string[] {
  const words = new ItemWords();
  visitItems(record, place, words);
  return words.lines;
}

class ItemWords implements ItemVisitor {
  readonly lines: string[] = [];

  onStart({ last, compacted, checkpoint, hardState }: LogStart): void {
    const log = `last ${last.index} of term ${last.term}, compacted ${compacted.index} of term ${compacted.term}`;
    this.lines.push(`start: ${log}, checkpoint ${checkpoint}, ${vote(hardState)}`);
  }

  onInstall(mark: SnapshotMark): void {
    this.lines.push(`installed ${snapshot(mark)}`);
  }

  onHardState(state: HardState): void {
    this.lines.push(`hard state: ${vote(state)}`);
  }

  onTruncate(fromIndex: number): void {
    this.lines.push(`truncate from ${fromIndex}`);
  }

  onEntry({ index, term, kind, dataBytes }: EntryHead): void {
    this.lines.push(`entry ${index} of term ${term}: ${kind}, ${dataBytes} bytes`);
  }

  onSnapshot(mark: SnapshotMark): void {
    this.lines.push(snapshot(mark));
  }

  onCheckpoint(index: number): void {
    this.lines.push(`checkpoint ${index}`);
  }

  onCompact(index: number, term: number): void {
    this.lines.push(`compacted to ${index} of term ${term}`);
  }
}

function vote({ term, vote, commit }: HardState): string {
  return `term ${term}, vote ${vote}, commit ${commit}`;
}

function snapshot({ index, term, data }: SnapshotMark): string {
  return `snapshot ${index} of term ${term}, ${data.length} bytes beside it`;
}
