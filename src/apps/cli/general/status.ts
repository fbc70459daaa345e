import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { describeFailure, isFailure } from "../describe-failure.ts";
import type { FlagSet } from "../flags/flag.ts";
import { printSealStatus } from "./print-seal-status.ts";

export const command = defineCommand({
  summary: "Print seal and HA status",
  usage: "[options]",
  description: [
    "Prints whether the server is sealed, and which node leads. It works on a sealed server too.",
    "The exit code tells: 0 unsealed, 1 error, 2 sealed.",
  ],
  examples: [
    ["Print the status:", "status"],
    ["Use it in a script:", "status -format=json | jq .sealed"],
  ],
  flags: {},
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    const status = await ask(call, "seal status", "sys/seal-status");
    const leader = await ask(call, "leader status", "sys/leader");
    await printSealStatus(call, status, leader);
    return status.sealed === true ? 2 : 0;
  },
});

/** Exit code 2 says "sealed" here: every failure is 1. */
async function ask(call: Call<FlagSet>, what: string, path: string): Promise<JsonObject> {
  const client = await call.client().catch((error: unknown) => {
    throw error instanceof CliError ? new CliError(error.message, 1, error) : error;
  });
  try {
    const body = await client.json({ method: "GET", path });
    if (isJsonObject(body)) return body;
  } catch (error) {
    if (!isFailure(error)) throw error;
    const why = describeFailure(error, { program: call.program, hasToken: client.hasToken });
    throw new CliError(`Error checking ${what}: ${why}`, 1, error);
  }
  throw new CliError(`Error checking ${what}: the answer is empty`);
}
