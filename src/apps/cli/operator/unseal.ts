import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { type FlagSet, switchFlag } from "../flags/flag.ts";
import { askLeader } from "../general/ask-leader.ts";
import { printSealStatus } from "../general/print-seal-status.ts";
import { askHidden, readOneValue, warnOfSecretInArguments } from "../input/ask.ts";

export const command = defineCommand({
  summary: "Unseal a server",
  usage: "[options] [KEY]",
  description: [
    "Gives one unseal key to a sealed server. After as many keys as the threshold says, it is unsealed. Without KEY you are asked for it without echo, which keeps it out of your shell's history.",
  ],
  examples: [
    ["Be asked for a key:", "operator unseal"],
    ["Read the key from standard input:", "{program} operator unseal - < key.txt"],
    ["Discard the keys given so far:", "operator unseal -reset"],
  ],
  flags: {
    migrate: switchFlag("The key is given to move from one seal to another."),
    reset: switchFlag("Discard the keys given so far."),
  },
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const body = call.flags.reset
      ? { reset: true }
      : { key: await keyOf(call), reset: false, migrate: call.flags.migrate };
    const client = await call.clientWithoutToken();
    const answer = client.json({ method: "PUT", path: "sys/unseal", json: body });
    const what = call.flags.reset ? "Error resetting unseal process" : "Error unsealing";
    const status = await attempt(call, what, answer);
    if (!isJsonObject(status)) throw new CliError(`${what}: the server's answer is empty`, 2);
    await printSealStatus(
      call,
      status,
      await attempt(call, "Error checking leader status", askLeader(client)),
    );
  },
});

async function keyOf(call: Call<FlagSet>): Promise<string> {
  const [key] = call.args;
  if (key === "-") return await readOneValue(call);
  if (key !== undefined) {
    warnOfSecretInArguments(call, "unseal key");
    return key.trim();
  }
  return await askHidden(
    call,
    "Unseal Key (will be hidden): ",
    'give "-" to read the key from standard input',
  );
}
