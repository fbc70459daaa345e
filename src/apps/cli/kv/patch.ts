import { ApiError } from "#client/api-error.ts";
import type { Envelope } from "#client/envelope.ts";
import { isJsonObject, type Json, type JsonObject, numberOf } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";
import { attempt } from "../attempt.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { integerFlag, textFlag, textsFlag } from "../flags/flag.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { mountFlag } from "./kv-flags.ts";
import { findKvPlace } from "./kv-place.ts";
import { printWritten } from "./print-secret.ts";

export const command = defineCommand({
  summary: "Change some keys of a secret",
  usage: "[options] KEY [DATA K=V...]",
  description: [
    "Makes a new version in which only the given keys differ. Version 2 engines only.",
    "The server merges, in one request. Where the policy does not allow that, the newest version is read and written back merged, guarded by check-and-set.",
  ],
  examples: [
    ["Change one key:", "kv patch -mount=secret app password=…"],
    ["Remove a key:", "kv patch -mount=secret -remove-data=user app"],
    ["Only if nobody wrote since version 3:", "kv patch -mount=secret -cas=3 app user=web"],
  ],
  flags: {
    ...mountFlag,
    cas: integerFlag("Check-and-set: change only if the current version is this one."),
    method: textFlag(
      "patch: let the server merge or fail; rw: read, merge here, write. Without it: patch, then rw.",
      { choices: ["patch", "rw"] },
    ),
    "remove-data": textsFlag("Key to remove. May be given several times."),
  },
  output: "fields",
  least: 1,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  predict: ["path", "nothing"],
  async run(call) {
    const { method, cas } = call.flags;
    if (method !== undefined && method !== "patch" && method !== "rw") {
      throw new CliError(`Unsupported method provided to -method flag: ${method}`, 2);
    }
    const changes = await readChanges(call.args.slice(1), call.flags["remove-data"], (words) =>
      readDataArguments(call.terminal, words, { uniqueKeys: true }),
    );
    const place = await findKvPlace(call, call.argument(0), call.flags.mount);
    if (!place.isVersioned) throw new CliError("K/V engine mount must be version 2 for patch support", 2);
    const path = place.pathIn("data");
    const patching = patchSecret(await call.client(), { path, changes, cas, method });
    const envelope = await attempt(call, `Error writing data to ${path}`, patching);
    if (envelope === undefined) throw new CliError(`No value found at ${path}`, 2);
    return await printWritten(call, envelope, path);
  },
});

interface Patching {
  readonly path: string;
  /** `null` removes. */
  readonly changes: JsonObject;
  readonly cas: number | undefined;
  readonly method: string | undefined;
}

async function readChanges(
  words: readonly string[],
  removed: readonly string[],
  read: (words: readonly string[]) => Promise<JsonObject>,
): Promise<JsonObject> {
  if (words.length === 0 && removed.length === 0) throw new CliError("Must supply data");
  return { ...(await read(words)), ...Object.fromEntries(removed.map((key): [string, Json] => [key, null])) };
}

async function patchSecret(client: VaultClient, patching: Patching): Promise<Envelope | undefined> {
  if (patching.method === "rw") return await readThenWrite(client, patching);
  const { path, changes, cas } = patching;
  try {
    return await client.patch(path, { data: changes, options: cas === undefined ? {} : { cas } });
  } catch (error) {
    const mayTryOtherwise = error instanceof ApiError && (error.status === 403 || error.status === 405);
    if (patching.method === "patch" || !mayTryOtherwise) throw error;
    return await readThenWrite(client, patching);
  }
}

async function readThenWrite(
  client: VaultClient,
  { path, changes, cas }: Patching,
): Promise<Envelope | undefined> {
  const current = await client.read(path);
  if (current === undefined) return undefined;
  const { data, metadata } = current.data ?? {};
  if (!isJsonObject(data)) throw new CliError(`No data found at ${path}: its newest version is deleted`, 2);
  const version = isJsonObject(metadata) ? numberOf(metadata.version) : undefined;
  const merged = Object.entries({ ...data, ...changes }).filter(([, value]) => value !== null);
  // Whoever writes between our read and our write is not overwritten.
  return await client.write(path, {
    data: Object.fromEntries(merged),
    options: { cas: cas ?? version ?? 0 },
  });
}
