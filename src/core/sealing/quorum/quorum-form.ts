// The two forms of what a quorum does: Vault's, with bare answers, and the enveloped one of newer servers. Both want a
// token, unless the listener opens the bare one to anybody, as it was in Vault for ten years.
import type { JsonObject } from "#base/json/raw-json.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { Reply } from "#contract/reply.ts";
import type { GivenKey } from "./quorum-progress.ts";

export type QuorumForm = "bare" | "enveloped";

export const GIVEN_KEY = {
  key: secretText("One unseal or recovery key, hexadecimal or base64."),
  nonce: text("The operation that is meant."),
};

export function givenKey(fields: { key?: string | undefined; nonce?: string | undefined }): GivenKey {
  return { key: fields.key ?? "", nonce: fields.nonce ?? "" };
}

export function replyIn(form: QuorumForm, data: JsonObject, warning?: string): Reply {
  if (form === "enveloped") return { data, ...(warning !== undefined && { warnings: [warning] }) };
  return { data: warning === undefined ? data : { ...data, warnings: [warning] }, bare: true };
}
