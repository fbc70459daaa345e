import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["For those who run the servers: initialising, unsealing, keys, cluster members."],
  examples: [
    ["Initialise a new cluster:", "operator init"],
    ["Unseal a server:", "operator unseal"],
    ["See the members:", "operator members"],
  ],
  entries: {
    "generate-root": {
      summary: "Make a new root token with a quorum of keys",
      load: () => import("./generate-root.ts"),
    },
    init: { summary: "Initialise a new cluster", load: () => import("./init.ts") },
    "key-status": { summary: "Print the state of the encryption key", load: () => import("./key-status.ts") },
    members: { summary: "List the nodes of the cluster", load: () => import("./members.ts") },
    raft: { summary: "Manage the Raft cluster", loadGroup: () => import("./raft/raft-group.ts") },
    rekey: { summary: "Make new unseal or recovery keys", load: () => import("./rekey.ts") },
    rotate: { summary: "Rotate the encryption key", load: () => import("./rotate.ts") },
    "rotate-keys": {
      summary: "Make new unseal or recovery keys (as rekey)",
      load: () => import("./rotate-keys.ts"),
    },
    seal: { summary: "Seal a server", load: () => import("./seal.ts") },
    "step-down": { summary: "Make the leader give up leading", load: () => import("./step-down.ts") },
    unseal: { summary: "Unseal a server", load: () => import("./unseal.ts") },
  },
};
