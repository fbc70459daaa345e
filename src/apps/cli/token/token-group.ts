import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Manages tokens: what every request is made with."],
  examples: [
    ["Create a token:", "token create -policy=app -ttl=1h"],
    ["See whose token you use:", "token lookup"],
    ["Revoke a token with all its children:", "token revoke hvs.CAESI…"],
  ],
  entries: {
    capabilities: { summary: "Print what a token may do at a path", load: () => import("./capabilities.ts") },
    create: { summary: "Create a token", load: () => import("./create.ts") },
    lookup: { summary: "Print what is known about a token", load: () => import("./lookup.ts") },
    renew: { summary: "Let a token live longer", load: () => import("./renew.ts") },
    revoke: { summary: "Revoke a token and its children", load: () => import("./revoke.ts") },
  },
};
