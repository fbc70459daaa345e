// A login that wants a second factor: asked for when there is one method and one person, else left to the user.
import type { Envelope } from "#client/envelope.ts";
import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../attempt.ts";
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";
import { askHidden } from "../input/ask.ts";

interface Factor {
  readonly id: string;
  readonly type: string;
  readonly usesPasscode: boolean;
}

/** @returns the validated login, or `undefined` when the user must choose and validate */
export async function passSecondFactor(
  call: Call<FlagSet>,
  requirement: JsonObject,
): Promise<Envelope | undefined> {
  const factor = onlyFactor(requirement);
  const mayAsk = call.terminal.stdinIsTty && call.shared["non-interactive"] !== true;
  if (factor === undefined || (factor.usesPasscode && !mayAsk)) return undefined;
  const question = `Enter the passphrase for methodID "${factor.id}" of type "${factor.type}" (will be hidden): `;
  const codes = factor.usesPasscode
    ? [await askHidden(call, question, "validate it with sys/mfa/validate")]
    : [];
  const body = { mfa_request_id: requirement.mfa_request_id ?? "", mfa_payload: { [factor.id]: codes } };
  const client = await call.clientWithoutToken();
  return await attempt(call, "Error validating MFA", client.write("sys/mfa/validate", body));
}

function onlyFactor({ mfa_constraints: constraints }: JsonObject): Factor | undefined {
  if (!isJsonObject(constraints)) return undefined;
  const [constraint, ...further] = Object.values(constraints);
  if (!isJsonObject(constraint) || further.length > 0 || !Array.isArray(constraint.any)) return undefined;
  const [factor, ...others] = constraint.any;
  if (!isJsonObject(factor) || others.length > 0) return undefined;
  return { id: String(factor.id), type: String(factor.type), usesPasscode: factor.uses_passcode === true };
}
