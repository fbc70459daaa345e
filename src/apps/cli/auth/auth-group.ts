import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages auth methods: the ways to log in. To log in, use login."],
  examples: [
    ["List the methods:", "auth list"],
    ["Let people log in with a password:", "auth enable userpass"],
    ["See how to log in with a method:", "auth help userpass"],
  ],
  entries: {
    disable: { summary: "Remove an auth method", load: () => import("./disable.ts") },
    enable: { summary: "Mount an auth method", load: () => import("./enable.ts") },
    help: { summary: "Print how to log in with a method", load: () => import("./help.ts") },
    list: { summary: "List the auth methods", load: () => import("./list.ts") },
    move: { summary: "Move an auth method to another path", load: () => import("./move.ts") },
    tune: { summary: "Change the settings of an auth method", load: () => import("./tune.ts") },
  },
};
