import { attempt } from "../../../attempt.ts";
import { defineCommand } from "../../../command.ts";
import { durationFlag, integerFlag, maybeFlag } from "../../../flags/flag.ts";
import { given } from "../../../mounts/mount-flags.ts";
import { printWarnings } from "../../../output/print.ts";

export const command = defineCommand({
  summary: "Change the settings",
  usage: "[options]",
  description: ["Changes the given settings of autopilot; the others stay as they are."],
  examples: [
    [
      "Remove members that are dead for a day:",
      "operator raft autopilot set-config -cleanup-dead-servers=true -dead-server-last-contact-threshold=24h -min-quorum=3",
    ],
  ],
  flags: {
    "cleanup-dead-servers": maybeFlag("Remove dead members. Needs -min-quorum."),
    "dead-server-last-contact-threshold": durationFlag("A member not heard of for so long is dead."),
    "disable-upgrade-migration": maybeFlag("Do not hand over to members of a newer version by itself."),
    "last-contact-threshold": durationFlag("A member not heard of for so long is unhealthy."),
    "max-trailing-logs": integerFlag("A member that is behind by more entries is unhealthy."),
    "min-quorum": integerFlag("Keep at least so many members. At least 3."),
    "server-stabilization-time": durationFlag(
      "A new member must be healthy for so long before it gets a vote.",
    ),
  },
  output: "plain",
  least: 0,
  most: 0,
  async run(call) {
    const { flags } = call;
    const body = given({
      cleanup_dead_servers: flags["cleanup-dead-servers"],
      dead_server_last_contact_threshold: flags["dead-server-last-contact-threshold"],
      disable_upgrade_migration: flags["disable-upgrade-migration"],
      last_contact_threshold: flags["last-contact-threshold"],
      max_trailing_logs: flags["max-trailing-logs"],
      min_quorum: flags["min-quorum"],
      server_stabilization_time: flags["server-stabilization-time"],
    });
    const client = await call.client();
    const writing = client.write("sys/storage/raft/autopilot/configuration", body);
    const answer = await attempt(call, "Error writing autopilot configuration", writing);
    printWarnings(call, answer?.warnings);
  },
});
