import { attempt } from "../../attempt.ts";
import { defineCommand } from "../../command.ts";
import { printWarnings } from "../../output/print.ts";

export const command = defineCommand({
  summary: "Make a voter a non-voter",
  usage: "[options] SERVER_ID",
  description: ["Takes the vote from a member; it goes on receiving all data."],
  examples: [["Take node3's vote:", "operator raft demote node3"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  async run(call) {
    const client = await call.client();
    const body = { server_id: call.argument(0).trim() };
    const answer = await attempt(
      call,
      "Error demoting server",
      client.write("sys/storage/raft/demote", body),
    );
    printWarnings(call, answer?.warnings);
    call.say("Server demoted successfully!");
  },
});
