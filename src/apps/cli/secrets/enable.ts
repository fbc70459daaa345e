import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { newMount } from "../mounts/enable-body.ts";
import { enableFlags } from "../mounts/mount-flags.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Mount an engine",
  usage: "[options] TYPE",
  description: [
    "Mounts a secrets engine of the given type. Requests whose path begins with the mount's path go to it. Without -path its path is its type.",
  ],
  examples: [
    ["Mount a versioned key-value engine:", "secrets enable -path=team -version=2 kv"],
    ["Mount transit:", "secrets enable transit"],
    ["With a limit on its leases:", "secrets enable -max-lease-ttl=30m database"],
  ],
  flags: { ...enableFlags },
  output: "plain",
  least: 1,
  most: 1,
  predict: [
    ["kv", "kv-v2", "transit", "pki", "ssh", "totp", "database", "aws", "kubernetes", "ldap", "rabbitmq"],
  ],
  async run(call) {
    const mount = newMount(call.argument(0).trim(), call.flags);
    const client = await call.client();
    const answer = await attempt(call, "Error enabling", client.post(`sys/mounts/${mount.path}`, mount.body));
    printWarnings(call, answer?.warnings);
    call.say(`Success! Enabled the ${mount.type} secrets engine at: ${mount.path}/`);
  },
});
