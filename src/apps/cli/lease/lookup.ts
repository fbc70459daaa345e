import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Print what is known about a lease",
  usage: "[options] ID",
  description: ["Prints when a lease was issued, when it ends and whether it can be renewed."],
  examples: [["Look a lease up:", "lease lookup database/creds/readonly/2f6a614c"]],
  flags: {},
  output: "fields",
  least: 1,
  most: 1,
  async run(call) {
    const id = call.argument(0).trim();
    const client = await call.client();
    const what = `error looking up lease id ${id}`;
    const envelope = await attempt(call, what, client.write("sys/leases/lookup", { lease_id: id }));
    if (envelope === undefined) throw new CliError(`${what}: the server's answer is empty`, 2);
    return await printEnvelope(call, envelope);
  },
});
