// A turn's messages to one peer as frames: by lane, and none much larger than it should be.
import { entriesBytes } from "#raft/core/entry.ts";
import type { Message } from "#raft/core/message.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { LANES, type Lane, laneOf } from "../lane.ts";
import { encodeBatch } from "./frame-codec.ts";

export interface OutgoingFrame {
  readonly lane: Lane;
  encode(): Uint8Array;
}

export function splitBatch({ messages, note }: PeerBatch, frameBytes: number): OutgoingFrame[] {
  const frames: OutgoingFrame[] = [];
  for (const lane of LANES) {
    const those = messages.filter((message) => laneOf(message) === lane);
    for (const part of parts(those, frameBytes)) {
      frames.push({ lane, encode: () => encodeBatch({ messages: part, note }) });
    }
  }
  return frames;
}

function parts(messages: readonly Message[], frameBytes: number): Message[][] {
  const all: Message[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const message of messages) {
    const size = message.kind === "append" ? entriesBytes(message.entries) : 0;
    if (bytes + size > frameBytes) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)?.push(message);
    bytes += size;
  }
  return all;
}
