// sys/generate-root/…, sys/generate-root-token/… and sys/decode-token (vault-api.md §1.1, §1.4, §4.14).
import { decodeBase64, encodeBase64, utf8, utf8Text } from "#base/bytes.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../../system-path.ts";
import { readPgpKey } from "../share-delivery.ts";
import { GIVEN_KEY, givenKey, type QuorumForm, replyIn } from "./quorum-form.ts";
import type { QuorumDesk } from "./quorum-methods.ts";
import { ROOT_TOKEN_BYTES, type RootEnvelope, type RootStatus } from "./root-attempts.ts";

export interface RootPathNeeds {
  quorum: QuorumDesk;
  /** Stores a new root token and gives its id. */
  issueRootToken(): Promise<Secret>;
}

const START = {
  otp: secretText("One-time password that the token is combined with; made by the server when absent."),
  pgp_key: text("PGP key that the token is encrypted to instead."),
};
const DECODE = {
  encoded_token: secretText("What generate-root gave."),
  otp: secretText("The one-time password that it was started with."),
};
type DecodeCall = SystemReadCall<typeof DECODE>;

export function rootPaths(needs: RootPathNeeds): AnyPath<unknown>[] {
  return [
    attemptPath(needs, "generate-root/attempt", "bare"),
    attemptPath(needs, "generate-root-token/attempt", "enveloped"),
    updatePath(needs, "generate-root/update", "bare"),
    updatePath(needs, "generate-root-token/update", "enveloped"),
    systemPath({
      pattern: "decode-token",
      fields: DECODE,
      access: "none",
      summary: "Decode what generate-root gave.",
      operations: { update: systemReads((call: DecodeCall) => ({ data: { token: decode(call.fields) } })) },
    }),
  ];
}

function attemptPath({ quorum }: RootPathNeeds, pattern: string, form: QuorumForm): AnyPath<unknown> {
  return systemPath({
    pattern,
    fields: START,
    summary: "Make a root token with a quorum of keys.",
    operations: {
      read: systemReads(async () => replyIn(form, statusBody(await quorum.rootStatus(), form))),
      update: systemReads(async (call: SystemReadCall<typeof START>) => {
        const { otp = "", pgp_key: pgpKey = "" } = call.fields;
        const started = await quorum.startRoot({ otp, pgpKey });
        return replyIn(form, { ...statusBody(started.status, form), otp: started.otp });
      }),
      delete: systemReads((): MaybePromise<undefined> => quorum.cancelRoot().then(() => undefined)),
    },
  });
}

function updatePath(needs: RootPathNeeds, pattern: string, form: QuorumForm): AnyPath<unknown> {
  return systemPath({
    pattern,
    fields: GIVEN_KEY,
    summary: "Give one key for a root token.",
    operations: {
      update: systemReads((call: SystemReadCall<typeof GIVEN_KEY>) => update(needs, call, form)),
    },
  });
}

async function update(
  { quorum, issueRootToken }: RootPathNeeds,
  call: SystemReadCall<typeof GIVEN_KEY>,
  form: QuorumForm,
): Promise<Reply> {
  const { status, envelope } = await quorum.updateRoot(givenKey(call.fields));
  const token = envelope && (await issueRootToken());
  const encoded = token && envelope ? await enclose(token, envelope) : "";
  token?.wipe();
  return replyIn(form, updateBody(status, encoded, form));
}

async function enclose(token: Secret, envelope: RootEnvelope): Promise<string> {
  if (envelope.kind === "otp") return combine(token.reveal(), utf8(envelope.otp));
  const key = await readPgpKey(envelope.key);
  return encodeBase64(await key.encrypt(token.reveal()));
}

/** Unpadded, as Vault's. */
function combine(token: Uint8Array, otp: Uint8Array): string {
  if (token.length !== otp.length)
    throw new TypeError("a root token has the length of its one-time password");
  return encodeBase64(token.map((byte, at) => byte ^ (otp[at] ?? 0))).replace(/=+$/, "");
}

function statusBody(status: RootStatus, form: QuorumForm): JsonObject {
  const { started, progress, required, nonce, pgpFingerprint } = status;
  const common = { started, progress, required, complete: false, otp: "", otp_length: ROOT_TOKEN_BYTES };
  if (form === "bare") {
    const nothingYet = { encoded_token: "", encoded_root_token: "" };
    return { ...common, nonce, pgp_fingerprint: pgpFingerprint, ...nothingYet };
  }
  return started ? { ...common, nonce, pgp_fingerprint: pgpFingerprint } : common;
}

function updateBody(status: RootStatus, encoded: string, form: QuorumForm): JsonObject {
  const { started, progress, required, nonce, pgpFingerprint } = status;
  const common = {
    started,
    progress,
    required,
    nonce,
    complete: encoded !== "",
    encoded_token: encoded,
    pgp_fingerprint: pgpFingerprint,
  };
  return form === "bare" ? { ...common, encoded_root_token: encoded, otp: "", otp_length: 0 } : common;
}

function decode({ encoded_token: encoded = "", otp = "" }: DecodeCall["fields"]): string {
  if (encoded === "" || otp === "") throw refuse("provided 'encoded_token' or 'otp' is empty");
  const bare = encoded.replace(/=+$/, "");
  const bytes = decodeBase64(bare + "=".repeat((4 - (bare.length % 4)) % 4));
  if (!bytes) throw refuse("error decoding base64'd token: illegal base64 data");
  const pad = utf8(otp);
  if (pad.length !== bytes.length) {
    throw refuse(
      `error xoring token: length of byte slices is not equivalent: ${bytes.length} != ${pad.length}`,
    );
  }
  try {
    return utf8Text(bytes.map((byte, at) => byte ^ (pad[at] ?? 0)));
  } catch {
    throw refuse("the one-time password does not belong to this token");
  }
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
