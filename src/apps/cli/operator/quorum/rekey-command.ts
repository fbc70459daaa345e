// Making new unseal or recovery keys with a quorum of the old ones: `operator rekey`, also called rotate-keys.
import type { Call } from "../../call.ts";
import { CliError } from "../../cli-error.ts";
import { type Command, defineCommand } from "../../command.ts";
import { integerFlag, switchFlag, textFlag } from "../../flags/flag.ts";
import { readKey } from "./give-key.ts";
import { printBackup, printNewKeys, printRekeyStatus, printVerification } from "./print-rekey.ts";
import { QuorumRoute } from "./quorum-route.ts";
import { rekeyRoutes } from "./rekey-routes.ts";

const flags = {
  backup: switchFlag("Let the server keep the PGP-encrypted new keys as well. Needs -pgp-keys."),
  "backup-delete": switchFlag("Delete the keys that the server keeps."),
  "backup-retrieve": switchFlag("Print the PGP-encrypted keys that the server keeps."),
  cancel: switchFlag("Discard the operation and the keys given so far."),
  init: switchFlag("Start the operation."),
  "key-shares": integerFlag("Number of keys to make. The default is 5.", { aliases: ["n"] }),
  "key-threshold": integerFlag("Number of keys that will be needed. The default is 3.", { aliases: ["t"] }),
  nonce: textFlag("Nonce of the operation, as it was printed at its start."),
  "pgp-keys": textFlag(
    "Files of public PGP keys, separated by commas: one for each new key, which is encrypted to it.",
  ),
  status: switchFlag("Print how far the operation is."),
  target: textFlag(
    "barrier: unseal keys; recovery: recovery keys of a seal that unseals by itself. The default is barrier.",
    { choices: ["barrier", "recovery"] },
  ),
  verify: switchFlag(
    "With -init: the new keys count only after they were given back. Otherwise: -status, -cancel or KEY mean that verification.",
  ),
};

type RekeyCall = Call<typeof flags>;

export function rekeyCommand(word: string, summary: string): Command {
  return defineCommand({
    summary,
    usage: "[options] [KEY]",
    description: [
      "Makes new unseal keys, or with -target=recovery new recovery keys, when enough keepers of the old ones agree. Someone starts with -init; each keeper gives a key; the last one gets the new keys. The server goes on serving.",
    ],
    examples: [
      [
        "Start, for 5 new keys of which 3 are needed:",
        `operator ${word} -init -key-shares=5 -key-threshold=3`,
      ],
      ["Give a key, which is asked for:", `operator ${word}`],
      [
        "Encrypt the new keys to their keepers:",
        `operator ${word} -init -n 2 -t 2 -pgp-keys=ann.asc,ben.asc`,
      ],
      ["Give it up:", `operator ${word} -cancel`],
    ],
    flags,
    output: "fields",
    least: 0,
    most: 1,
    async run(call) {
      const target = targetOf(call);
      const route = await QuorumRoute.choose(call, rekeyRoutes(target), "Error reading rekey status");
      return await step(call, route, target === "recovery" ? "Recovery Key" : "Unseal Key");
    },
  });
}

async function step(call: RekeyCall, route: QuorumRoute, keyName: string): Promise<number> {
  const { flags } = call;
  if (flags["backup-delete"]) return await deleteBackup(call, route);
  if (flags["backup-retrieve"]) return await retrieveBackup(call, route);
  if (flags.cancel) return await cancel(call, route);
  if (flags.init) return await start(call, route);
  if (flags.status) return await showStatus(call, route);
  return flags.verify ? await verifyKey(call, route, keyName) : await giveKey(call, route, keyName);
}

async function start(call: RekeyCall, route: QuorumRoute): Promise<number> {
  const { readPgpKeys } = await import("../pgp-keys.ts");
  const files = call.flags["pgp-keys"];
  const body = {
    secret_shares: call.flags["key-shares"] ?? 5,
    secret_threshold: call.flags["key-threshold"] ?? 3,
    pgp_keys: files === undefined ? null : await readPgpKeys(files, "pgp-keys"),
    backup: call.flags.backup,
    require_verification: call.flags.verify,
  };
  const started = await route.ask({ method: "PUT", step: "status", body }, "Error initializing rekey");
  if (files === undefined) {
    call.warn(`WARNING! The new keys will be printed once. If they are lost, there is no recovery:
consider -cancel, and to start anew with -pgp-keys and -backup.
`);
  }
  return await printRekeyStatus(call, started);
}

async function showStatus(call: RekeyCall, route: QuorumRoute): Promise<number> {
  const what = "Error reading rekey status";
  if (call.flags.verify)
    return await printVerification(call, await route.ask({ method: "GET", step: "verify" }, what));
  return await printRekeyStatus(call, await route.ask({ method: "GET", step: "status" }, what));
}

async function cancel(call: RekeyCall, route: QuorumRoute): Promise<number> {
  await route.ask(
    { method: "DELETE", step: call.flags.verify ? "verify" : "status" },
    "Error canceling rekey",
  );
  call.say("Success! Canceled rekeying (if it was started)");
  return 0;
}

async function giveKey(call: RekeyCall, route: QuorumRoute, name: string): Promise<number> {
  const current = await route.ask({ method: "GET", step: "status" }, "Error getting rekey status");
  if (current.started !== true) throw new CliError("No rekey is in progress. Start one with -init.");
  const body = {
    ...(await readKey(call, {
      name,
      currentNonce: String(current.nonce ?? ""),
      givenNonce: call.flags.nonce,
    })),
  };
  const answer = await route.ask({ method: "PUT", step: "update", body }, "Error posting unseal key");
  if (answer.complete !== true) {
    return await printRekeyStatus(
      call,
      await route.ask({ method: "GET", step: "status" }, "Error getting rekey status"),
    );
  }
  return await printNewKeys(call, { answer, shares: current.n ?? "", threshold: current.t ?? "" });
}

async function verifyKey(call: RekeyCall, route: QuorumRoute, name: string): Promise<number> {
  const current = await route.ask({ method: "GET", step: "verify" }, "Error getting rekey status");
  const question = { name, currentNonce: String(current.nonce ?? ""), givenNonce: call.flags.nonce };
  const body = { ...(await readKey(call, question)) };
  const answer = await route.ask({ method: "PUT", step: "verify", body }, "Error posting unseal key");
  if (answer.complete !== true) {
    return await printVerification(
      call,
      await route.ask({ method: "GET", step: "verify" }, "Error getting rekey status"),
    );
  }
  call.say("Success! Rekey verification is complete: the new keys count from now on.");
  return 0;
}

async function retrieveBackup(call: RekeyCall, route: QuorumRoute): Promise<number> {
  return await printBackup(
    call,
    await route.ask({ method: "GET", step: "backup" }, "Error retrieving rekey backed up keys"),
  );
}

async function deleteBackup(call: RekeyCall, route: QuorumRoute): Promise<number> {
  await route.ask({ method: "DELETE", step: "backup" }, "Error deleting rekey backed up keys");
  call.say("Success! Deleted backed up keys (if they existed)");
  return 0;
}

function targetOf(call: RekeyCall): "barrier" | "recovery" {
  const target = (call.flags.target ?? "barrier").trim().toLowerCase();
  if (target === "barrier" || target === "recovery") return target;
  if (target === "hsm") return "recovery";
  throw new CliError(`Unknown target: ${target}`);
}
