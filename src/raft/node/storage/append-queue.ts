// The core's work for the log, in order: what must be durable is written, and what waits for it is set free when it
// and all before it are. Several pieces may be under way at once.
import { assert } from "#base/assert.ts";
import type { HardState } from "#raft/core/hard-state.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { AppendWork } from "#raft/core/storage-work.ts";
import type { LogMark, LogPort, LogWork } from "../ports/log-port.ts";
import type { EntryCache } from "./entry-cache.ts";

export interface AppendQueueOptions {
  readonly log: LogPort;
  readonly cache: EntryCache;
  /** Puts the staged content of `snapshot` in the state's place, durably; then the log may be replaced. */
  readonly install: (snapshot: Snapshot, done: (mark: LogMark) => void) => void;
  /** `work` and all before it are durable: send its responses, tell the core. */
  readonly release: (work: AppendWork) => void;
}

interface Piece {
  readonly work: AppendWork;
  readonly sinceMs: number;
  isDurable: boolean;
}

export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #pieces: Piece[] = [];
  /** Behind a snapshot that is being installed: not even written yet. */
  #held: Piece[] | undefined;
  /** A commit index that nobody waits for; it rides with the next write. */
  #unsynced: HardState | undefined;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** How long the oldest write has been under way; 0 when none is. */
  oldestMs(nowMs: number): number {
    const oldest = this.#pieces[0];
    return oldest === undefined ? 0 : nowMs - oldest.sinceMs;
  }

  get length(): number {
    return this.#pieces.length;
  }

  /** Whether a snapshot is being installed. */
  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  take(work: AppendWork, nowMs: number): void {
    const piece = { work, sinceMs: nowMs, isDurable: false };
    this.#pieces.push(piece);
    if (this.#held === undefined) this.#begin(piece);
    else this.#held.push(piece);
  }

  #begin(piece: Piece): void {
    const { work } = piece;
    if (work.snapshot !== undefined) {
      this.#held = [];
      this.#options.install(work.snapshot, (mark) => {
        this.#options.cache.clear(mark.index + 1);
        this.#write(piece, { install: mark });
        this.#goOn();
      });
    } else if (work.mustSync) {
      this.#write(piece, {});
    } else {
      this.#unsynced = work.hardState ?? this.#unsynced;
      piece.isDurable = true;
      this.#settle();
    }
  }

  /** What came while a snapshot was installed. Another snapshot among it holds the rest up again. */
  #goOn(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const piece of held) {
      if (this.isHeld) this.#held = [...(this.#held ?? []), piece];
      else this.#begin(piece);
    }
  }

  #write(piece: Piece, head: Pick<LogWork, "install">): void {
    const { hardState = this.#unsynced, entries } = piece.work;
    this.#unsynced = undefined;
    this.#options.cache.append(entries);
    const states = hardState === undefined ? {} : { hardState };
    this.#options.log.write({ ...head, ...states, entries }, () => {
      assert(!piece.isDurable, "a write is durable twice");
      piece.isDurable = true;
      this.#settle();
    });
  }

  #settle(): void {
    for (let first = this.#pieces[0]; first?.isDurable; first = this.#pieces[0]) {
      this.#pieces.shift();
      this.#options.release(first.work);
    }
  }
}
