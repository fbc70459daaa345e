import { defineCommand } from "../command.ts";
import { mountPath } from "../input/paths.ts";
import { moveMount } from "../mounts/move-mount.ts";

export const command = defineCommand({
  summary: "Move an engine to another path",
  usage: "[options] SOURCE DESTINATION",
  description: [
    "Moves a mounted engine with its data and settings, and waits until that is done. WARNING! Leases that it gave out are revoked.",
  ],
  examples: [["Move secret/ to generic/:", "secrets move secret/ generic/"]],
  flags: {},
  output: "plain",
  least: 2,
  most: 2,
  predict: ["secret mount", "nothing"],
  async run(call) {
    const [from, to] = [mountPath(call.argument(0)), mountPath(call.argument(1))];
    await moveMount(call, { what: "secrets engine", from, to, prefix: "" });
  },
});
