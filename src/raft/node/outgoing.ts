// Collects a turn's messages by peer, so that each peer gets one batch a turn.
import type { Message } from "#raft/core/message.ts";
import type { PeerNote } from "./peer-note.ts";
import type { Transport } from "./ports/transport.ts";

export class Outgoing {
  readonly #transport: Transport;
  readonly #note: () => PeerNote;
  #batches = new Map<number, Message[]>();

  constructor(transport: Transport, note: () => PeerNote) {
    this.#transport = transport;
    this.#note = note;
  }

  add(message: Message): void {
    const batch = this.#batches.get(message.to);
    if (batch === undefined) this.#batches.set(message.to, [message]);
    else batch.push(message);
  }

  flush(): void {
    if (this.#batches.size === 0) return;
    const batches = this.#batches;
    this.#batches = new Map();
    const note = this.#note();
    for (const [peer, messages] of batches) this.#transport.send(peer, { messages, note });
  }
}
