import type { Envelope } from "#client/envelope.ts";
import type { JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { type FlagSet, switchFlag, textFlag } from "../flags/flag.ts";
import { readOneValue, warnOfSecretInArguments } from "../input/ask.ts";
import { readDataArguments } from "../input/data-arguments.ts";
import { fieldValue } from "../output/field-value.ts";
import { printEnvelope, printField } from "../output/print.ts";
import { setting, settingName } from "../setting.ts";
import { logIn, uncheckedToken } from "./log-in.ts";

export const command = defineCommand({
  summary: "Authenticate and keep the token",
  usage: "[options] [AUTH K=V...]",
  description: [
    "Logs in and keeps the token for the commands that follow. The method is token unless -method says another; what is missing is asked for without echo.",
    "With -wrap-ttl the token is unwrapped at once, unless -token-only or -no-store is given.",
  ],
  examples: [
    ["Log in with a token, which is asked for:", "login"],
    ["Log in with a password, which is asked for:", "login -method=userpass username=sally"],
    ["Log in with a method mounted elsewhere:", "login -method=ldap -path=staff username=sally"],
    ["Get a token for a script:", "login -token-only -method=approle role_id=… secret_id=@secret"],
    ["Read the token from standard input:", "{program} login - < token.txt"],
  ],
  flags: {
    method: textFlag("Type of the auth method, such as userpass or ldap. The default is token."),
    path: textFlag("Where the auth method is mounted. The default is its type."),
    "no-print": switchFlag("Print nothing; the token is kept all the same."),
    "no-store": switchFlag("Do not keep the token: only print it."),
    "token-only": switchFlag("Print only the token, and do not keep it."),
  },
  output: "fields",
  least: 0,
  most: Number.POSITIVE_INFINITY,
  takesData: true,
  async run(call) {
    const { flags } = call;
    const tokenOnly = flags["token-only"];
    const store = !flags["no-store"] && !tokenOnly;
    const type = (flags.method ?? "token").trim().toLowerCase();
    const data = await loginData(call, type);
    const checked =
      tokenOnly && type === "token" && typeof data.token === "string"
        ? uncheckedToken(data.token)
        : await logIn(call, { type, path: flags.path, data });
    const envelope = await finished(call, checked, store);
    if (envelope.auth?.mfaRequirement !== undefined) return await leaveToUser(call, envelope);
    const token = envelope.auth?.clientToken ?? "";
    const kept = store ? await keep(call, token) : "not asked";
    if (tokenOnly)
      return await printField(
        call,
        fieldValue(envelope, envelope.wrapInfo === undefined ? "token" : "wrapping_token"),
        "token",
      );
    if (flags["no-print"] && kept !== "failed") return 0;
    if (call.format === "table" && call.field === undefined) tellWhatHappened(call, kept);
    const code = await printEnvelope(call, envelope);
    return kept === "failed" ? 2 : code;
  },
});

/** The first argument of the token method may be the token itself. */
async function loginData(call: Call<FlagSet>, type: string): Promise<JsonObject> {
  const [first = "", ...rest] = call.args;
  if (type !== "token" || call.args.length === 0 || first.includes("=")) {
    if (call.args.some((word) => /^(password|token|secret_id)=[^-@]/.test(word)))
      warnOfSecretInArguments(call, "secret");
    return await readDataArguments(call.terminal, call.args);
  }
  if (first === "-")
    return { token: await readOneValue(call), ...(await readDataArguments(call.terminal, rest)) };
  warnOfSecretInArguments(call, "token");
  return { token: first.trim(), ...(await readDataArguments(call.terminal, rest)) };
}

/** Through the second factor and out of the wrapping, where that can be done here. */
async function finished(call: Call<FlagSet>, envelope: Envelope, store: boolean): Promise<Envelope> {
  const requirement = envelope.auth?.mfaRequirement;
  if (requirement !== undefined) {
    const { passSecondFactor } = await import("./second-factor.ts");
    return (await passSecondFactor(call, requirement)) ?? envelope;
  }
  if (envelope.wrapInfo === undefined || !store) return envelope;
  const { unwrap } = await import("../general/unwrap-token.ts");
  const { openClient } = await import("../open-client.ts");
  // Asked with a wrap TTL, the server would wrap the unwrapped again.
  using client = await openClient(call.terminal, { ...call.shared, "wrap-ttl": "" }, "without token");
  const unwrapping = unwrap(client, envelope.wrapInfo.token);
  const unwrapped = await attempt(call, "Error unwrapping token", unwrapping);
  if (unwrapped?.auth === undefined) throw new CliError("the wrapped answer holds no token", 2);
  return unwrapped;
}

async function leaveToUser(call: Call<FlagSet>, envelope: Envelope): Promise<number> {
  call.warn(
    'A second factor is needed. Validate it with "sys/mfa/validate": the request and its constraints are below.\n',
  );
  return await printEnvelope(call, envelope);
}

async function keep(call: Call<FlagSet>, token: string): Promise<"kept" | "failed"> {
  const { openTokenHelper } = await import("../token-helper/open-token-helper.ts");
  try {
    await (await openTokenHelper(call.terminal)).store(token);
    return "kept";
  } catch (error) {
    call.warn(`Error storing token: ${error instanceof Error ? error.message : error}`);
    call.warn(
      "Authentication was successful, but the token was not persisted. The resulting token is shown below for your records.\n",
    );
    return "failed";
  }
}

function tellWhatHappened(call: Call<FlagSet>, kept: "kept" | "failed" | "not asked"): void {
  const { environment } = call.terminal;
  if (setting(environment, "TOKEN") !== undefined) {
    const name = settingName(environment, "TOKEN");
    call.warn(
      `WARNING! The ${name} environment variable is set! Its value takes precedence over the stored token: unset ${name} or set it to the new token.\n`,
    );
  }
  if (kept === "not asked") {
    call.warn(
      "The token was not stored in token helper. Set the VAULT_TOKEN environment variable or pass the token below with each request to the server.\n",
    );
  }
  if (kept !== "kept") return;
  call.say(`Success! You are now authenticated. The token information displayed below is
already stored in the token helper. You do NOT need to run "${call.program} login"
again. Future requests will automatically use this token.
`);
}
