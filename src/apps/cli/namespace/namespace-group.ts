import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages namespaces. Names are relative to the namespace of -namespace or VAULT_NAMESPACE."],
  examples: [
    ["List the children of the current namespace:", "namespace list"],
    ["Create a namespace:", "namespace create team-a"],
    ["Create one within it:", "namespace create -namespace=team-a staging"],
  ],
  entries: {
    create: { summary: "Create a namespace", load: () => import("./create.ts") },
    delete: { summary: "Delete a namespace", load: () => import("./delete.ts") },
    list: { summary: "List child namespaces", load: () => import("./list.ts") },
    lock: { summary: "Lock the API of a namespace", load: () => import("./lock.ts") },
    lookup: { summary: "Print what is known about a namespace", load: () => import("./lookup.ts") },
    patch: { summary: "Change the metadata of a namespace", load: () => import("./patch.ts") },
    unlock: { summary: "Unlock the API of a namespace", load: () => import("./unlock.ts") },
  },
};
