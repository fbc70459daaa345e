import { parseDurationSeconds } from "#base/duration.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { durationFlag } from "../flags/flag.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Let a lease live longer",
  usage: "[options] ID",
  description: [
    "Extends the life of a secret without changing it. It fails when the secret is not renewable, is revoked, or has lived as long as it may.",
  ],
  examples: [["Renew a lease:", "lease renew -increment=1h database/creds/readonly/2f6a614c"]],
  flags: { increment: durationFlag("How much longer; the server may give less.", { aliases: ["i"] }) },
  output: "fields",
  least: 1,
  most: 1,
  async run(call) {
    const id = call.argument(0).trim();
    const increment = Number(parseDurationSeconds(call.flags.increment ?? ""));
    const client = await call.client();
    const renewal = client.write("sys/leases/renew", { lease_id: id, increment });
    const envelope = await attempt(call, `Error renewing ${id}`, renewal);
    if (envelope === undefined) throw new CliError(`Error renewing ${id}: the server's answer is empty`, 2);
    return await printEnvelope(call, envelope);
  },
});
