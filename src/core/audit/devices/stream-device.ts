// Standard output as an audit device. A reader that stops reading must not hold requests forever or fill the memory.
import type { AuditDevice } from "../audit-device.ts";
import type { TurnScheduler } from "../turn-scheduler.ts";

/** A stream that keeps whole chunks together, like `process.stdout` on any thread. Its errors also go to `done`. */
export interface ByteSink {
  write(bytes: Uint8Array, done: (error?: Error | null) => void): unknown;
  /** Bytes that were written and are not out yet. */
  readonly writableLength: number;
}

const MAX_WAITING_BYTES = 8 * 1024 * 1024;
const MAX_WAIT_MS = 5000;

export class StreamDevice implements AuditDevice {
  readonly #sink: ByteSink;
  readonly #scheduler: TurnScheduler;
  #isClosed = false;

  constructor(sink: ByteSink, scheduler: TurnScheduler) {
    this.#sink = sink;
    this.#scheduler = scheduler;
  }

  append(lines: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error("the device is closed"));
    if (this.#sink.writableLength + lines.length > MAX_WAITING_BYTES) {
      return Promise.reject(new Error(`more than ${MAX_WAITING_BYTES} bytes wait for a reader`));
    }
    return new Promise((resolve, reject) => {
      const cancel = this.#scheduler.after(MAX_WAIT_MS, () =>
        reject(new Error(`nobody read for ${MAX_WAIT_MS} ms`)),
      );
      this.#sink.write(lines, (error) => {
        cancel();
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** There is no other standard output to go to. */
  reopen(): void {}

  /** The stream belongs to the process. */
  close(): void {
    this.#isClosed = true;
  }
}
