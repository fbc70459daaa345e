import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";

export const command = defineCommand({
  summary: "Revoke leases and their secrets",
  usage: "[options] ID",
  description: [
    "Revokes one lease, or with -prefix all whose id begins so. The server does it in the background and tries again when it fails; with -sync you wait for it and see failures yourself.",
  ],
  examples: [
    ["Revoke one lease:", "lease revoke database/creds/readonly/2f6a614c"],
    ["Revoke all leases of a role:", "lease revoke -prefix aws/creds/deploy"],
    ["Forget leases whose secrets cannot be revoked any more:", "lease revoke -force -prefix consul/creds"],
  ],
  flags: {
    force: switchFlag("Forget the leases even if their secrets cannot be revoked. Needs -prefix.", {
      aliases: ["f"],
    }),
    prefix: switchFlag("The argument is a prefix of lease ids."),
    sync: switchFlag("Wait until it is done."),
  },
  output: "plain",
  least: 1,
  most: 1,
  async run(call) {
    const { force, prefix, sync } = call.flags;
    const id = cleanPath(call.argument(0));
    if (force && !prefix) throw new CliError("Specifying -force requires also specifying -prefix");
    const client = await call.client();
    if (force) {
      call.warn(
        "Warning! Force-removing leases can cause the server to become out of sync with secret engines!",
      );
      await attempt(
        call,
        `Error force revoking leases with prefix ${id}`,
        client.write(`sys/leases/revoke-force/${id}`),
      );
      call.say(`Success! Force revoked any leases with prefix: ${id}`);
    } else if (prefix) {
      const revoking = client.write(`sys/leases/revoke-prefix/${id}`, { sync });
      await attempt(call, `Error revoking leases with prefix ${id}`, revoking);
      call.say(sync ? `Success! Revoked any leases with prefix: ${id}` : QUEUED);
    } else {
      await attempt(
        call,
        `Error revoking lease ${id}`,
        client.write("sys/leases/revoke", { lease_id: id, sync }),
      );
      call.say(sync ? `Success! Revoked lease: ${id}` : QUEUED);
    }
  },
});

const QUEUED = "All revocation operations queued successfully!";
