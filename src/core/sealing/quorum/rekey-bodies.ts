// A rekey as its answers show it: all members in the bare form, only those that mean something in the enveloped one.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { QuorumForm } from "./quorum-form.ts";
import type { RekeyResult, RekeyStatus, VerificationStatus } from "./rekey-status.ts";

export function statusBody(status: RekeyStatus, form: QuorumForm): JsonObject {
  const { started, shares: n, threshold: t, required } = status;
  const always = { started, n, t, required };
  const progress = { nonce: status.nonce, progress: status.progress };
  const pgp = { pgp_fingerprints: status.pgpFingerprints ?? null, backup: status.backup };
  const verification = { verification_required: status.requiresVerification };
  const nonce = { verification_nonce: status.verificationNonce };
  if (form === "bare") {
    return { ...always, ...progress, ...pgp, ...verification, ...(status.verificationNonce && nonce) };
  }
  if (!started) return always;
  return { ...always, ...progress, ...verification, ...nonce, ...(status.pgpFingerprints && pgp) };
}

export function resultBody(result: RekeyResult, form: QuorumForm): JsonObject {
  return {
    nonce: result.nonce,
    complete: true,
    keys: result.keys.hex,
    keys_base64: result.keys.base64,
    pgp_fingerprints: result.pgpFingerprints ?? null,
    backup: result.backup,
    verification_required: result.requiresVerification,
    ...((form === "enveloped" || result.verificationNonce) && {
      verification_nonce: result.verificationNonce,
    }),
  };
}

export function verificationBody({
  nonce,
  started,
  shares,
  threshold,
  progress,
}: VerificationStatus): JsonObject {
  return { nonce, started, t: threshold, n: shares, progress };
}
