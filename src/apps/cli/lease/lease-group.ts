import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: ["Looks up, renews and revokes leases: what a generated secret lives by."],
  examples: [
    ["Renew a lease:", "lease renew database/creds/readonly/2f6a614c"],
    ["Revoke all leases of a role:", "lease revoke -prefix aws/creds/deploy"],
  ],
  entries: {
    lookup: { summary: "Print what is known about a lease", load: () => import("./lookup.ts") },
    renew: { summary: "Let a lease live longer", load: () => import("./renew.ts") },
    revoke: { summary: "Revoke leases and their secrets", load: () => import("./revoke.ts") },
  },
};
