import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Works with the plugin catalog: which secrets engines, auth methods and databases the server has. A plugin's type is auth, database or secret.",
  ],
  examples: [
    ["List what there is:", "plugin list"],
    ["About one of them:", "plugin info secret kv"],
  ],
  entries: {
    deregister: { summary: "Take a plugin out of the catalog", load: () => import("./deregister.ts") },
    info: { summary: "Print what is known about a plugin", load: () => import("./info.ts") },
    list: { summary: "List the plugins", load: () => import("./list.ts") },
    register: { summary: "Put a plugin into the catalog", load: () => import("./register.ts") },
    reload: { summary: "Reload mounts of a plugin", load: () => import("./reload.ts") },
    "reload-status": { summary: "Print how far a reload is", load: () => import("./reload-status.ts") },
  },
};
