import type { CommandGroup } from "../command-group.ts";

export const group: CommandGroup = {
  description: [
    "Manages audit devices: where every request and answer is recorded. When no enabled device can record, the server answers nothing: enable two.",
  ],
  examples: [
    ["List the devices:", "audit list"],
    ["Record to a file:", "audit enable file file_path=/var/log/audit.log"],
  ],
  entries: {
    disable: { summary: "Disable an audit device", load: () => import("./disable.ts") },
    enable: { summary: "Enable an audit device", load: () => import("./enable.ts") },
    list: { summary: "List the audit devices", load: () => import("./list.ts") },
  },
};
