// Every command of the first level. Nothing but this list is read to find one.
import type { CommandGroup } from "./command-group.ts";

export const rootGroup: CommandGroup = {
  description: [],
  examples: [],
  entries: {
    read: { summary: "Read data and retrieve secrets", load: () => import("./general/read.ts") },
    write: { summary: "Write data, configuration and secrets", load: () => import("./general/write.ts") },
    delete: { summary: "Delete secrets and configuration", load: () => import("./general/delete.ts") },
    list: { summary: "List data or secrets", load: () => import("./general/list.ts") },
    login: { summary: "Authenticate and keep the token", load: () => import("./login/login.ts") },
    local: { summary: "Start Coffer on this machine with nothing to set up", program: "local" },
    server: { summary: "Start a server", program: "server" },
    status: { summary: "Print seal and HA status", load: () => import("./general/status.ts") },
    unwrap: { summary: "Unwrap a wrapped secret", load: () => import("./general/unwrap.ts") },
    audit: { summary: "Manage audit devices", loadGroup: () => import("./audit/audit-group.ts") },
    auth: { summary: "Manage auth methods", loadGroup: () => import("./auth/auth-group.ts") },
    kv: { summary: "Work with key-value secrets", loadGroup: () => import("./kv/kv-group.ts") },
    lease: { summary: "Look up, renew and revoke leases", loadGroup: () => import("./lease/lease-group.ts") },
    monitor: { summary: "Stream log messages from a server", load: () => import("./general/monitor.ts") },
    namespace: { summary: "Manage namespaces", loadGroup: () => import("./namespace/namespace-group.ts") },
    operator: {
      summary: "Initialise, unseal and run a cluster",
      loadGroup: () => import("./operator/operator-group.ts"),
    },
    patch: {
      summary: "Change some fields of data, configuration and secrets",
      load: () => import("./general/patch.ts"),
    },
    "path-help": { summary: "Retrieve help for API paths", load: () => import("./general/path-help.ts") },
    plugin: { summary: "Look at the plugin catalog", loadGroup: () => import("./plugin/plugin-group.ts") },
    policy: { summary: "Manage policies", loadGroup: () => import("./policy/policy-group.ts") },
    print: { summary: "Print what commands will use", loadGroup: () => import("./general/print-group.ts") },
    secrets: { summary: "Manage secrets engines", loadGroup: () => import("./secrets/secrets-group.ts") },
    token: { summary: "Manage tokens", loadGroup: () => import("./token/token-group.ts") },
    version: { summary: "Print the version of this program", load: () => import("./general/version.ts") },
    "version-history": {
      summary: "Print the versions a server has run",
      load: () => import("./general/version-history.ts"),
    },
  },
};
