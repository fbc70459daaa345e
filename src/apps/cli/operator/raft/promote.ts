import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { printWarnings } from "../../output/print.ts";

export const command = defineCommand({
  summary: "Make a non-voter a voter",
  usage: "[options] SERVER_ID",
  description: ["Gives a vote to a member that has none."],
  examples: [["Let node3 vote:", "operator raft promote node3"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  async run(call) {
    const client = await call.client();
    const body = { server_id: call.argument(0).trim() };
    const answer = await attempt(
      call,
      "Error promoting server",
      client.write("sys/storage/raft/promote", body),
    );
    printWarnings(call, answer?.warnings);
    call.say("Server promoted successfully!");
  },
});
