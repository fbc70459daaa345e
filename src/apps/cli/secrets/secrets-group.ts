import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages secrets engines: what is mounted where, and how it is set."],
  examples: [
    ["List the engines:", "secrets list"],
    ["Mount a versioned key-value engine:", "secrets enable -path=team -version=2 kv"],
  ],
  entries: {
    disable: { summary: "Remove an engine and its data", load: () => import("./disable.ts") },
    enable: { summary: "Mount an engine", load: () => import("./enable.ts") },
    list: { summary: "List the engines", load: () => import("./list.ts") },
    move: { summary: "Move an engine to another path", load: () => import("./move.ts") },
    tune: { summary: "Change the settings of an engine", load: () => import("./tune.ts") },
  },
};
