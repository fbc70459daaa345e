import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import type { FlagSet } from "../flags/flag.ts";
import { askLeader } from "./ask-leader.ts";
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
    const status = await checked(call, "seal status", askSealStatus);
    const leader = await checked(call, "leader status", askLeader);
    await printSealStatus(call, status, leader);
    return status.sealed === true ? 2 : 0;
  },
});

async function askSealStatus(client: VaultClient): Promise<JsonObject> {
  const status = await client.json({ method: "GET", path: "sys/seal-status" });
  if (!isJsonObject(status)) throw new CliError("Error checking seal status: the answer is empty");
  return status;
}

/** Exit code 2 says "sealed" here: every failure is 1. */
async function checked<T>(
  call: Call<FlagSet>,
  what: string,
  ask: (client: VaultClient) => Promise<T>,
): Promise<T> {
  try {
    return await attempt(call, `Error checking ${what}`, ask(await call.clientWithoutToken()));
  } catch (error) {
    throw error instanceof CliError ? new CliError(error.message, 1, error) : error;
  }
}
