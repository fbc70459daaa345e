import type { CommandGroup } from "../../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages the Raft cluster: its members, its snapshots, its autopilot."],
  examples: [
    ["Join a new node to a cluster:", "operator raft join https://node1:8200"],
    ["See the members:", "operator raft list-peers"],
    ["Save all data to a file:", "operator raft snapshot save backup.snap"],
  ],
  entries: {
    autopilot: {
      summary: "Look at autopilot and set it",
      loadGroup: () => import("./autopilot/autopilot-group.ts"),
    },
    demote: { summary: "Make a voter a non-voter", load: () => import("./demote.ts") },
    join: { summary: "Join a node to the cluster", load: () => import("./join.ts") },
    "list-peers": { summary: "List the members", load: () => import("./list-peers.ts") },
    log: { summary: "Print what a node's Raft log holds", load: () => import("./log.ts") },
    promote: { summary: "Make a non-voter a voter", load: () => import("./promote.ts") },
    "remove-peer": { summary: "Remove a member", load: () => import("./remove-peer.ts") },
    snapshot: {
      summary: "Save, restore and inspect snapshots",
      loadGroup: () => import("./snapshot/snapshot-group.ts"),
    },
  },
};
