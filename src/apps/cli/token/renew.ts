import { parseDurationSeconds } from "#base/duration.ts";
import type { JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { durationFlag, switchFlag } from "../flags/flag.ts";
import { printEnvelope } from "../output/print.ts";

export const command = defineCommand({
  summary: "Let a token live longer",
  usage: "[options] [TOKEN | ACCESSOR]",
  description: [
    "Extends the life of a token; without one, of the token in use. It fails when the token is not renewable, is revoked, or has lived as long as it may.",
  ],
  examples: [
    ["Renew the token in use:", "token renew"],
    ["Renew another one by half an hour:", "token renew -increment=30m hvs.CAESI…"],
  ],
  flags: {
    accessor: switchFlag("The argument is an accessor."),
    increment: durationFlag("How much longer; the server may give less.", { aliases: ["i"] }),
  },
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const [token] = call.args;
    if (call.flags.accessor && token === undefined) {
      throw new CliError("Not enough arguments with -accessor (expected 1, got 0)");
    }
    const increment = Number(parseDurationSeconds(call.flags.increment ?? ""));
    const client = await call.client();
    const { path, body } = renewal(token?.trim(), call.flags.accessor);
    const envelope = await attempt(call, "Error renewing token", client.write(path, { ...body, increment }));
    if (envelope === undefined) throw new CliError("Error renewing token: the server's answer is empty", 2);
    return await printEnvelope(call, envelope);
  },
});

function renewal(token: string | undefined, isAccessor: boolean): { path: string; body: JsonObject } {
  if (token === undefined) return { path: "auth/token/renew-self", body: {} };
  if (isAccessor) return { path: "auth/token/renew-accessor", body: { accessor: token } };
  return { path: "auth/token/renew", body: { token } };
}
