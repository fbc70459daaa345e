import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Prints what commands will use."],
  examples: [["Print the token in use:", "print token"]],
  entries: {
    token: { summary: "Print the token in use", load: () => import("./print-token.ts") },
  },
};
