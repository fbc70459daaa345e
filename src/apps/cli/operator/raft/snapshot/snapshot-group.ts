import type { CommandGroup } from "../../../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Saves all data of the cluster to a file, encrypted as they are stored, and brings them back.",
  ],
  examples: [
    ["Save:", "operator raft snapshot save backup.snap"],
    ["Look at what was saved:", "operator raft snapshot inspect backup.snap"],
    ["Bring it back:", "operator raft snapshot restore backup.snap"],
  ],
  entries: {
    inspect: {
      summary: "Print what a snapshot file holds, and check it",
      load: () => import("./inspect.ts"),
    },
    restore: { summary: "Bring all data back from a file", load: () => import("./restore.ts") },
    save: { summary: "Save all data to a file", load: () => import("./save.ts") },
  },
};
