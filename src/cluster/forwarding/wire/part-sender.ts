// Sends parts on a stream: what gathers in one turn of the loop goes as one message, and no more than the other side takes.
import { encodeParts } from "./message-codec.ts";
import { PART_BYTES, type Part } from "./part.ts";
import { PartQueue } from "./part-queue.ts";

export interface PartOutlet {
  /** Handed over and not yet on its way. */
  readonly bufferedBytes: number;
  send(message: Uint8Array): void;
}

export interface PartSenderOptions {
  readonly outlet: PartOutlet;
  /** Told of each part as it is handed over. */
  readonly onSent?: (part: Part) => void;
}

const MESSAGE_BYTES = 4 * PART_BYTES;
/** With so much under way, what is queued stays here, where it takes turns. */
const ENOUGH_BYTES = 1024 * 1024;

export class PartSender {
  readonly #queue = new PartQueue();
  readonly #options: PartSenderOptions;
  #flush: NodeJS.Immediate | undefined;

  constructor(options: PartSenderOptions) {
    this.#options = options;
  }

  push(call: number, bytes: Uint8Array): void {
    this.#queue.push(call, bytes);
    this.#schedule();
  }

  cancel(call: number): void {
    this.#queue.cancel(call);
    this.#schedule();
  }

  /** The stream takes more. */
  drained(): void {
    if (!this.#queue.isEmpty) this.#schedule();
  }

  close(): void {
    clearImmediate(this.#flush);
  }

  #schedule(): void {
    this.#flush ??= setImmediate(() => {
      this.#flush = undefined;
      this.#send();
    });
  }

  #send(): void {
    const { outlet, onSent } = this.#options;
    while (!this.#queue.isEmpty && outlet.bufferedBytes < ENOUGH_BYTES) {
      const parts = this.#queue.take(MESSAGE_BYTES);
      outlet.send(encodeParts(parts));
      if (onSent) for (const part of parts) onSent(part);
    }
  }
}
