import type { CommandGroup } from "../../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Reads and changes what is known about a secret of a version 2 engine, apart from its values.",
  ],
  examples: [
    ["See the versions of a secret:", "kv metadata get -mount=secret app"],
    ["Keep at most 5 versions:", "kv metadata put -mount=secret -max-versions=5 app"],
    ["Remove a secret with all its versions:", "kv metadata delete -mount=secret app"],
  ],
  entries: {
    delete: { summary: "Remove a secret with all its versions", load: () => import("./delete.ts") },
    get: { summary: "Read what is known about a secret", load: () => import("./get.ts") },
    patch: { summary: "Change some settings of a secret", load: () => import("./patch.ts") },
    put: { summary: "Replace the settings of a secret", load: () => import("./put.ts") },
  },
};
