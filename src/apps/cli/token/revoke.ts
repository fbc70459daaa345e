import type { JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { cleanPath } from "../input/paths.ts";
import { printWarnings } from "../output/print.ts";

interface Wish {
  readonly token: string | undefined;
  readonly self: boolean;
  readonly accessor: boolean;
  readonly mode: string | undefined;
}

export const command = defineCommand({
  summary: "Revoke a token and its children",
  usage: "[options] [TOKEN | ACCESSOR | PATH]",
  description: [
    "Revokes a token, and with it all tokens created from it and all its leases, unless -mode says otherwise.",
  ],
  examples: [
    ["Revoke a token and its children:", "token revoke hvs.CAESI…"],
    ["Revoke the token in use:", "token revoke -self"],
    ["Let its children live:", "token revoke -mode=orphan hvs.CAESI…"],
    ["Revoke by accessor:", "token revoke -accessor 9793c9b3"],
    ["Revoke all tokens of an auth method:", "token revoke -mode=path auth/userpass"],
  ],
  flags: {
    accessor: switchFlag("The argument is an accessor."),
    mode: textFlag("orphan: the children live on; path: all tokens that logins at this path gave out.", {
      choices: ["orphan", "path"],
    }),
    self: switchFlag("Revoke the token in use."),
  },
  output: "plain",
  least: 0,
  most: 1,
  async run(call) {
    const { accessor, mode, self } = call.flags;
    const { path, body } = revocation({ token: call.args[0]?.trim(), accessor, mode, self });
    const client = await call.client();
    const answer = await attempt(call, "Error revoking token", client.write(path, body));
    printWarnings(call, answer?.warnings);
    call.say("Success! Revoked token (if it existed)");
  },
});

/** @throws CliError for flags that contradict each other */
function revocation({ token, self, accessor, mode }: Wish): { path: string; body?: JsonObject } {
  if (self && token !== undefined) throw new CliError("Too many arguments with -self (expected 0, got 1)");
  if (self && accessor) throw new CliError("Cannot use -self with -accessor!");
  if (self && mode !== undefined) throw new CliError("Cannot use -self with -mode!");
  if (self) return { path: "auth/token/revoke-self" };
  if (token === undefined) throw new CliError("Not enough arguments (expected 1 or -self, got 0)");
  if (accessor && mode !== undefined) throw new CliError(`Cannot use -accessor with -mode=${mode}!`);
  if (accessor) return { path: "auth/token/revoke-accessor", body: { accessor: token } };
  if (mode === "orphan") return { path: "auth/token/revoke-orphan", body: { token } };
  if (mode === "path") return { path: `sys/leases/revoke-prefix/${cleanPath(token)}` };
  if (mode !== undefined) throw new CliError(`Invalid mode: ${mode}`);
  return { path: "auth/token/revoke", body: { token } };
}
