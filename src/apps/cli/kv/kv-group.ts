import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Works with secrets in a key-value engine of either version. The mount is found from the path, or given with -mount, which also avoids the confusion between a secret's path and its API path in version 2.",
  ],
  examples: [
    ["Create or replace a secret:", "kv put -mount=secret app password=…"],
    ["Read it back:", "kv get -mount=secret app"],
    ["Read an earlier version:", "kv get -mount=secret -version=1 app"],
    ["See what is known about it:", "kv metadata get -mount=secret app"],
    ["The same with one path:", "kv get secret/app"],
  ],
  entries: {
    delete: {
      summary: "Delete versions of a secret; undelete brings them back",
      load: () => import("./delete.ts"),
    },
    destroy: { summary: "Remove versions of a secret for good", load: () => import("./destroy.ts") },
    "enable-versioning": {
      summary: "Turn on versions for an engine",
      load: () => import("./enable-versioning.ts"),
    },
    get: { summary: "Read a secret", load: () => import("./get.ts") },
    list: { summary: "List secrets", load: () => import("./list.ts") },
    metadata: {
      summary: "Read and change what is known about a secret",
      loadGroup: () => import("./metadata/metadata-group.ts"),
    },
    patch: { summary: "Change some keys of a secret", load: () => import("./patch.ts") },
    put: { summary: "Create or replace a secret", load: () => import("./put.ts") },
    rollback: { summary: "Make an earlier version current again", load: () => import("./rollback.ts") },
    undelete: { summary: "Bring deleted versions back", load: () => import("./undelete.ts") },
  },
};
