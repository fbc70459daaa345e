// The state port over LevelDB: promises become callbacks, and one that fails ends the thread.
import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { LevelStore } from "#storage/level/level-store.ts";
import type { StatePort, StateScan } from "#storage/replicated/state/state-port.ts";
import type { StateMachine } from "#storage/state/state-machine.ts";
import type { StateWrite } from "#storage/state/state-store.ts";

/** Records that are checked between two turns of the loop: about a millisecond of hashing. */
const PAGE_RECORDS = 512;

export interface LevelStatePortOptions {
  /** The one in use. */
  readonly store: () => LevelStore;
  /** Puts staged content in the place of `store`. */
  readonly install: (staged: StagedSnapshot) => Promise<StateMachine>;
  /** To be called after each callback: what followed from it is carried out. */
  readonly work: () => void;
  /** The store failed, or what was called back did: the thread must end. */
  readonly fail: (error: unknown) => void;
}

export class LevelStatePort implements StatePort {
  readonly #options: LevelStatePortOptions;
  #flushing: Promise<void> = Promise.resolve();

  constructor(options: LevelStatePortOptions) {
    this.#options = options;
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#options.store().getRaw(key);
  }

  write(batch: readonly StateWrite[], done: () => void): void {
    this.#then(this.#options.store().write(batch), done);
  }

  flush(done: () => void): void {
    this.#flushing = this.#options.store().flush();
    this.#then(this.#flushing, done);
  }

  scan(): StateScan {
    const records = this.#options.store().scanRaw("")[Symbol.asyncIterator]();
    // The view is taken when the first record is asked for: now.
    let first: Promise<IteratorResult<[string, Uint8Array]>> | undefined = records.next();
    const page = async (): Promise<[string, Uint8Array][]> => {
      const found: [string, Uint8Array][] = [];
      while (found.length < PAGE_RECORDS) {
        const record = await (first ?? records.next());
        first = undefined;
        if (record.done) break;
        found.push(record.value);
      }
      // Iterating what is at hand is one turn: let others have theirs.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return found;
    };
    return { next: (done) => this.#then(page(), done) };
  }

  install(staged: StagedSnapshot, done: (machine: StateMachine) => void): void {
    // A store is not closed while LevelDB still works on it.
    this.#then(
      this.#flushing.then(() => this.#options.install(staged)),
      done,
    );
  }

  #then<T>(promise: Promise<T>, done: (value: T) => void): void {
    promise
      .then((value) => {
        done(value);
        this.#options.work();
      })
      .catch((error: unknown) => this.#options.fail(error));
  }
}
