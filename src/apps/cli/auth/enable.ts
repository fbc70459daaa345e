import { attempt } from "../attempt.ts";
import { defineCommand } from "../command.ts";
import { newMount } from "../mounts/enable-body.ts";
import { enableFlags, tokenTypeFlag } from "../mounts/mount-flags.ts";
import { printWarnings } from "../output/print.ts";

export const command = defineCommand({
  summary: "Mount an auth method",
  usage: "[options] TYPE",
  description: ["Mounts an auth method of the given type at auth/PATH. Without -path its path is its type."],
  examples: [
    ["Let people log in with a password:", "auth enable userpass"],
    ["At another path:", "auth enable -path=staff ldap"],
  ],
  flags: { ...enableFlags, ...tokenTypeFlag },
  output: "plain",
  least: 1,
  most: 1,
  predict: [
    ["userpass", "approle", "ldap", "jwt", "oidc", "kubernetes", "cert", "aws", "radius", "kerberos"],
  ],
  async run(call) {
    const mount = newMount(call.argument(0).trim(), call.flags);
    const client = await call.client();
    const answer = await attempt(
      call,
      `Error enabling ${mount.type} auth`,
      client.post(`sys/auth/${mount.path}`, mount.body),
    );
    printWarnings(call, answer?.warnings);
    call.say(`Success! Enabled ${mount.type} auth method at: ${mount.path}/`);
  },
});
