import type { StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import type { StatePort, StateScan } from "#storage/replicated/state/state-port.ts";
import type { StateMachine } from "#storage/state/state-machine.ts";
import type { StateWrite } from "#storage/state/state-store.ts";

/** The state store as the applying loop sees it, with the time that its writes take. */
export class MeteredStatePort implements StatePort {
  readonly #port: StatePort;
  readonly #written: (tookMs: number) => void;

  constructor(port: StatePort, written: (tookMs: number) => void) {
    this.#port = port;
    this.#written = written;
  }

  getRaw(key: string): Uint8Array | undefined {
    return this.#port.getRaw(key);
  }

  write(batch: readonly StateWrite[], done: () => void): void {
    const startedMs = performance.now();
    this.#port.write(batch, () => {
      this.#written(performance.now() - startedMs);
      done();
    });
  }

  flush(done: () => void): void {
    this.#port.flush(done);
  }

  scan(): StateScan {
    return this.#port.scan();
  }

  install(staged: StagedSnapshot, done: (machine: StateMachine) => void): void {
    this.#port.install(staged, done);
  }
}
