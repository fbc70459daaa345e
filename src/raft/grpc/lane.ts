// The two streams to a peer. What decides elections travels apart from what may be large.
import type { Message } from "#raft/core/message.ts";

export type Lane = "messages" | "heartbeats";

export const LANES: readonly Lane[] = ["messages", "heartbeats"];

export const LANE_PATHS: Readonly<Record<Lane, string>> = {
  messages: "/coffer.cluster.v1.Raft/Messages",
  heartbeats: "/coffer.cluster.v1.Raft/Heartbeats",
};

export function laneOf({ kind }: Message): Lane {
  switch (kind) {
    case "append":
    case "append-response":
    case "snapshot":
    case "propose":
      return "messages";
    default:
      return "heartbeats";
  }
}
