import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { printWarnings } from "../../output/print.ts";

export const command = defineCommand({
  summary: "Remove a member",
  usage: "[options] SERVER_ID",
  description: [
    "Removes a member from the Raft cluster. It seals itself and cannot come back with its old data.",
  ],
  examples: [["Remove node3:", "operator raft remove-peer node3"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  async run(call) {
    const client = await call.client();
    const body = { server_id: call.argument(0).trim() };
    const answer = await attempt(
      call,
      "Error removing the peer from raft cluster",
      client.write("sys/storage/raft/remove-peer", body),
    );
    printWarnings(call, answer?.warnings);
    call.say("Peer removed successfully!");
  },
});
