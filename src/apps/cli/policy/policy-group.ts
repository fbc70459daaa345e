import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages policies: who may do what at which path."],
  examples: [
    ["List the policies:", "policy list"],
    ["Write one from a file:", "policy write app app.hcl"],
    ["Read it back:", "policy read app"],
  ],
  entries: {
    delete: { summary: "Delete a policy", load: () => import("./delete.ts") },
    fmt: { summary: "Format a policy file", load: () => import("./fmt.ts") },
    list: { summary: "List the policies", load: () => import("./list.ts") },
    read: { summary: "Print a policy", load: () => import("./read.ts") },
    write: { summary: "Write a policy from a file", load: () => import("./write.ts") },
  },
};
