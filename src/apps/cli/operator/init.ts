import { ApiError } from "#client/api-error.ts";
import { isJsonObject, type Json, type JsonObject } from "#client/json-text.ts";
import { TransportError } from "#client/transport-error.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { type FlagSet, type FlagValues, integerFlag, switchFlag, textFlag } from "../flags/flag.ts";
import { printField, printValue } from "../output/print.ts";
import { type InitAnswer, printInitAnswer } from "./print-init-answer.ts";

const flags = {
  "key-shares": integerFlag("Number of unseal keys to make. The default is 5.", { aliases: ["n"] }),
  "key-threshold": integerFlag("Number of unseal keys that are needed to unseal. The default is 3.", {
    aliases: ["t"],
  }),
  "pgp-keys": textFlag(
    "Files of public PGP keys, separated by commas: one for each unseal key, which is encrypted to it.",
  ),
  "recovery-pgp-keys": textFlag("The same for recovery keys. Only where a seal unseals by itself."),
  "recovery-shares": integerFlag(
    "Number of recovery keys to make. Only where a seal unseals by itself. The default is 5.",
  ),
  "recovery-threshold": integerFlag("Number of recovery keys that are needed. The default is 3."),
  "root-token-pgp-key": textFlag("File of the public PGP key that the root token is encrypted to."),
  status: switchFlag("Only tell whether the cluster is initialised: exit code 0 yes, 2 no, 1 error."),
};

export const command = defineCommand({
  summary: "Initialise a new cluster",
  usage: "[options]",
  description: [
    "Makes the keys of a new cluster, once, and prints them. A root key is made and split into unseal keys: so many as the threshold says unseal a server. Where a seal unseals by itself, recovery keys are made instead.",
    "The keys and the root token are printed once and kept nowhere.",
  ],
  examples: [
    ["Initialise with 5 keys, of which 3 unseal:", "operator init"],
    ["With one key, for a test:", "operator init -key-shares=1 -key-threshold=1 -format=json"],
    ["Encrypt the keys to their keepers:", "operator init -n 2 -t 2 -pgp-keys=ann.asc,ben.asc"],
    ["Ask whether it is done:", "operator init -status"],
  ],
  flags,
  output: "fields",
  least: 0,
  most: 0,
  async run(call) {
    if (call.flags.status) return await tellStatus(call);
    const usesRecoveryKeys = await hasSelfUnsealingSeal(call);
    const request = await initRequest(call.flags, usesRecoveryKeys);
    const client = await call.clientWithoutToken();
    const made = await attempt(
      call,
      "Error initializing",
      client.json({ method: "PUT", path: "sys/init", json: request }),
    );
    if (!isJsonObject(made)) throw new CliError("Error initializing: the server's answer is empty", 2);
    const answer = readAnswer(made, request);
    if (call.format !== "table" || call.field !== undefined) return await printMachine(call, answer);
    printInitAnswer(call, answer);
    return 0;
  },
});

/** Exit code 2 says "not initialised" here: every failure is 1. */
async function tellStatus(call: Call<FlagSet>): Promise<number> {
  const client = await call.clientWithoutToken();
  const answer = await attempt(
    call,
    "Error checking initialization status",
    client.json({ method: "GET", path: "sys/init" }),
  ).catch((error: unknown) => {
    throw error instanceof CliError ? new CliError(error.message, 1, error) : error;
  });
  const initialized = isJsonObject(answer) && answer.initialized === true;
  if (call.format !== "table") await printValue(call, { initialized });
  else call.say(initialized ? "Vault is initialized" : "Vault is not initialized");
  return initialized ? 0 : 2;
}

async function hasSelfUnsealingSeal(call: Call<FlagSet>): Promise<boolean> {
  const client = await call.preflightClient("without token");
  const asking = client.json({ method: "GET", path: "sys/seal-status" }).catch((error: unknown) => {
    // Shown requests need no server; a server that is there must answer.
    if (error instanceof TransportError && call.shared["output-curl-string"]) return undefined;
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  });
  const status = await attempt(call, "Error initializing", asking);
  return isJsonObject(status) && status.recovery_seal === true;
}

async function initRequest(values: FlagValues<typeof flags>, usesRecoveryKeys: boolean): Promise<JsonObject> {
  const { readPgpKey, readPgpKeys } = await import("./pgp-keys.ts");
  const pgpKeys = values["pgp-keys"];
  const recoveryPgpKeys = values["recovery-pgp-keys"];
  const rootKey = values["root-token-pgp-key"];
  const shares = (count: number | undefined, usual: number, isMeant: boolean) =>
    count || (isMeant ? usual : 0);
  return {
    secret_shares: shares(values["key-shares"], 5, !usesRecoveryKeys),
    secret_threshold: shares(values["key-threshold"], 3, !usesRecoveryKeys),
    pgp_keys: pgpKeys === undefined ? null : await readPgpKeys(pgpKeys, "pgp-keys"),
    recovery_shares: shares(values["recovery-shares"], 5, usesRecoveryKeys),
    recovery_threshold: shares(values["recovery-threshold"], 3, usesRecoveryKeys),
    recovery_pgp_keys:
      recoveryPgpKeys === undefined ? null : await readPgpKeys(recoveryPgpKeys, "recovery-pgp-keys"),
    root_token_pgp_key: rootKey === undefined ? "" : await readPgpKey(rootKey, "root-token-pgp-key"),
  };
}

function readAnswer(made: JsonObject, request: JsonObject): InitAnswer {
  return {
    keysBase64: texts(made.keys_base64),
    keysHex: texts(made.keys),
    shares: Number(request.secret_shares),
    threshold: Number(request.secret_threshold),
    recoveryKeysBase64: texts(made.recovery_keys_base64),
    recoveryKeysHex: texts(made.recovery_keys),
    recoveryShares: Number(request.recovery_shares),
    recoveryThreshold: Number(request.recovery_threshold),
    rootToken: typeof made.root_token === "string" ? made.root_token : "",
  };
}

async function printMachine(call: Call<FlagSet>, answer: InitAnswer): Promise<number> {
  const members: JsonObject = {
    unseal_keys_b64: answer.keysBase64,
    unseal_keys_hex: answer.keysHex,
    unseal_shares: answer.shares,
    unseal_threshold: answer.threshold,
    recovery_keys_b64: answer.recoveryKeysBase64,
    recovery_keys_hex: answer.recoveryKeysHex,
    recovery_keys_shares: answer.recoveryShares,
    recovery_keys_threshold: answer.recoveryThreshold,
    root_token: answer.rootToken,
  };
  if (call.field !== undefined) return await printField(call, members[call.field], call.field);
  return await printValue(call, members, "fixed");
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
