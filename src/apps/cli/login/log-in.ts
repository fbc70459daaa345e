// Gets an auth from a method: asks for what is missing, unwraps, answers to a second factor.
import { Secret } from "#base/secret.ts";
import type { AuthInfo, Envelope } from "#client/envelope.ts";
import { isJsonObject, type Json, type JsonObject, numberOf } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";
import { askHidden } from "../input/ask.ts";
import { cleanPath } from "../input/paths.ts";
import { type LoginMethod, loginMethodOf } from "./login-methods.ts";

export interface LoginRequest {
  readonly type: string;
  /** Of -path; without it the type's name. */
  readonly path: string | undefined;
  readonly data: JsonObject;
}

/** What Vault's clients print of a login with a token: nothing but its auth is known. */
const EMPTY: Omit<Envelope, "auth"> = {
  requestId: "",
  leaseId: "",
  leaseDurationSeconds: 0,
  renewable: false,
  data: undefined,
  warnings: undefined,
  wrapInfo: undefined,
  mountType: undefined,
};

/** @throws CliError when data are missing (exit 1) or refused (exit 2) */
export async function logIn(call: Call<FlagSet>, request: LoginRequest): Promise<Envelope> {
  const method = loginMethodOf(request.type);
  const data = await completeData(call, method, request.data);
  if (request.type === "token") return await lookUpToken(call, textOf(data.token));
  const { username, ...others } = data;
  const inPath = method?.namesUserInPath === true;
  if (inPath && textOf(username) === "")
    throw new CliError("Error authenticating: 'username' must be specified (username=NAME)");
  const base = `auth/${cleanPath(request.path ?? request.type)}/login`;
  const path = inPath ? `${base}/${textOf(username)}` : base;
  const client = await call.clientWithoutToken();
  const envelope = await attempt(call, "Error authenticating", client.write(path, inPath ? others : data));
  if (envelope === undefined) throw new CliError("Error authenticating: the server's answer is empty", 2);
  return envelope;
}

/** @param token `undefined` when it is not to be checked */
export async function lookUpToken(call: Call<FlagSet>, token: string): Promise<Envelope> {
  const client = (await call.clientWithoutToken()).with({ token: Secret.ofText(token) });
  const what = "Error authenticating: error looking up token";
  const found = (await attempt(call, what, client.read("auth/token/lookup-self")))?.data;
  if (found === undefined) throw new CliError(`${what}: the server's answer is empty`, 2);
  return { ...EMPTY, auth: authOf(token, found) };
}

/** An auth whose token nobody has looked at. */
export function uncheckedToken(token: string): Envelope {
  return { ...EMPTY, auth: authOf(token, {}) };
}

async function completeData(
  call: Call<FlagSet>,
  method: LoginMethod | undefined,
  data: JsonObject,
): Promise<JsonObject> {
  const asked = method?.asked;
  if (asked === undefined || Object.hasOwn(data, asked.field)) return data;
  if (method?.namesUserInPath === true && !Object.hasOwn(data, "username")) return data;
  const answer = await askHidden(
    call,
    asked.question,
    `give ${asked.field}=-, or "-" for a token, to read it from standard input`,
  );
  return { ...data, [asked.field]: answer };
}

function authOf(token: string, found: JsonObject): AuthInfo {
  const policies = textsOf(found.policies) ?? [];
  const identity = textsOf(found.identity_policies);
  return {
    clientToken: token,
    accessor: textOf(found.accessor),
    policies: [...new Set([...policies, ...(identity ?? [])])],
    tokenPolicies: policies,
    identityPolicies: identity,
    metadata: isJsonObject(found.meta) ? textMembers(found.meta) : undefined,
    orphan: false,
    entityId: textOf(found.entity_id),
    leaseDurationSeconds: numberOf(found.ttl) ?? 0,
    renewable: found.renewable === true,
    mfaRequirement: undefined,
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function textsOf(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.map((text) => textOf(text)) : undefined;
}

function textMembers(object: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, textOf(value)]));
}
