import type { JsonObject } from "#client/json-text.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { switchFlag, textFlag } from "../flags/flag.ts";
import { printRootStatus } from "./print-root-status.ts";
import { readKey } from "./quorum/give-key.ts";
import { QuorumRoute, type QuorumRoutes } from "./quorum/quorum-route.ts";

const flags = {
  cancel: switchFlag("Discard the attempt and the keys given so far."),
  decode: textFlag('Decode the encoded token with -otp; "-" reads it from standard input.'),
  "generate-otp": switchFlag("Print a one-time password that fits."),
  init: switchFlag("Start an attempt. Without -otp and -pgp-key the server makes a one-time password."),
  nonce: textFlag("Nonce of the attempt, as it was printed at its start."),
  otp: textFlag("One-time password, for -init and -decode."),
  "pgp-key": textFlag("File of the public PGP key that the token is encrypted to, for -init."),
  status: switchFlag("Print how far the attempt is."),
};

type GenerateRootCall = Call<typeof flags>;

const routes: QuorumRoutes = {
  bare: {
    status: "sys/generate-root/attempt",
    update: "sys/generate-root/update",
    verify: "",
    backup: "",
  },
  enveloped: {
    status: "sys/generate-root-token/attempt",
    update: "sys/generate-root-token/update",
    verify: "",
    backup: "",
  },
};

export const command = defineCommand({
  summary: "Make a new root token with a quorum of keys",
  usage: "[options] [KEY]",
  description: [
    "Makes a root token when enough keepers of unseal or recovery keys agree. Someone starts with -init; each keeper gives a key; the last one gets the token, encoded with the one-time password of the one who started, or encrypted to a PGP key.",
  ],
  examples: [
    ["Start, and note nonce and password:", "operator generate-root -init"],
    ["Give a key, which is asked for:", "operator generate-root"],
    ["Read the result:", "operator generate-root -decode=… -otp=…"],
  ],
  flags,
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const { decode, cancel, init } = call.flags;
    if (decode !== undefined) {
      const { decodeRootToken } = await import("./decode-root-token.ts");
      return await decodeRootToken(call, decode, call.flags.otp);
    }
    if (call.flags["generate-otp"]) return await generateOtp(call);
    if (cancel) return await cancelAttempt(call);
    if (call.flags.status) return await printRootStatus(call, await status(call));
    if (init) return await start(call);
    return await giveKey(call);
  },
});

async function status(call: GenerateRootCall): Promise<JsonObject> {
  const what = "Error getting root generation status";
  return await (await QuorumRoute.choose(call, routes, what)).ask({ method: "GET", step: "status" }, what);
}

async function start(call: GenerateRootCall): Promise<number> {
  const { otp, "pgp-key": pgpKeyFile } = call.flags;
  if (otp !== undefined && pgpKeyFile !== undefined) throw new CliError("Cannot use -otp with -pgp-key");
  const { readPgpKey } = await import("./pgp-keys.ts");
  const pgpKey = pgpKeyFile === undefined ? "" : await readPgpKey(pgpKeyFile, "pgp-key");
  const what = "Error initializing root generation";
  const route = await QuorumRoute.choose(call, routes, what);
  const started = await route.ask(
    { method: "PUT", step: "status", body: { otp: otp ?? "", pgp_key: pgpKey } },
    what,
  );
  if (otp === undefined && pgpKeyFile === undefined && call.format === "table") {
    call.warn("The OTP below is shown once: it is needed to decode the token in the end.");
  }
  return await printRootStatus(call, started);
}

async function giveKey(call: GenerateRootCall): Promise<number> {
  const route = await QuorumRoute.choose(call, routes, "Error getting root generation status");
  const current = await route.ask({ method: "GET", step: "status" }, "Error getting root generation status");
  if (current.started !== true) {
    throw new CliError(
      `No root generation is in progress. Start one with "${call.program} operator generate-root -init".`,
    );
  }
  const question = {
    name: "Unseal Key",
    currentNonce: String(current.nonce ?? ""),
    givenNonce: call.flags.nonce,
  };
  const body = { ...(await readKey(call, question)) };
  return await printRootStatus(
    call,
    await route.ask({ method: "PUT", step: "update", body }, "Error posting unseal key"),
  );
}

async function cancelAttempt(call: GenerateRootCall): Promise<number> {
  const what = "Error canceling root token generation";
  const route = await QuorumRoute.choose(call, routes, what);
  await route.ask({ method: "DELETE", step: "status" }, what);
  call.say("Success! Root token generation canceled (if it was started)");
  return 0;
}

async function generateOtp(call: GenerateRootCall): Promise<number> {
  const { randomBase62 } = await import("#crypto/random-text.ts");
  const { printField, printValue } = await import("../output/print.ts");
  // The length is the server's: that of its root tokens.
  const length = Number((await status(call)).otp_length ?? 0);
  if (!(length > 0 && length < 1024))
    throw new CliError("Error generating OTP: the server told no usable length", 2);
  const otp = randomBase62(length);
  if (call.format !== "table") return await printValue(call, { otp, otp_length: length }, "fixed");
  return await printField(call, otp, "otp");
}
