import type { CommandGroup } from "../../../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Autopilot watches the members' health, gives votes to healthy new ones and removes dead ones.",
  ],
  examples: [
    ["See the members' health:", "operator raft autopilot state"],
    [
      "Remove dead members by itself:",
      "operator raft autopilot set-config -cleanup-dead-servers=true -min-quorum=3",
    ],
  ],
  entries: {
    "get-config": { summary: "Print the settings", load: () => import("./get-config.ts") },
    "set-config": { summary: "Change the settings", load: () => import("./set-config.ts") },
    state: { summary: "Print the members' health", load: () => import("./state.ts") },
  },
};
