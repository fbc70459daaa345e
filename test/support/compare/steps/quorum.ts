// Operations of a quorum of key keepers, where a listener opens them to all: rekeying and making a root token.
import { drop, get, post, type Step } from "../step.ts";

const NONCE = "00000000-0000-0000-0000-000000000000";
const anybody = { as: "nobody" };

const REKEY: Step[] = [
  get("sys/rekey/init", anybody),
  post("sys/rekey/init", {}, anybody),
  post("sys/rekey/init", { secret_shares: 1, secret_threshold: 2 }, anybody),
  post("sys/rekey/init", { secret_shares: 3, secret_threshold: 2, pgp_keys: ["x"] }, anybody),
  post("sys/rekey/update", { key: "{key1}", nonce: NONCE }, anybody),
  drop("sys/rekey/init", anybody),
  post("sys/rekey/init", { secret_shares: 3, secret_threshold: 2 }, { ...anybody, keep: { rekey: "nonce" } }),
  get("sys/rekey/init", anybody),
  post("sys/rekey/init", { secret_shares: 3, secret_threshold: 2 }, anybody),
  post("sys/rekey/update", {}, anybody),
  post("sys/rekey/update", { key: "{key1}" }, anybody),
  post("sys/rekey/update", { key: "{key1}", nonce: NONCE }, anybody),
  post("sys/rekey/update", { key: "zz", nonce: "{rekey}" }, anybody),
  post("sys/rekey/update", { key: "{key1}", nonce: "{rekey}" }, anybody),
  post("sys/rekey/update", { key: "{key1}", nonce: "{rekey}" }, anybody),
  get("sys/rekey/verify", anybody),
  post("sys/rekey/verify", { key: "{key1}", nonce: NONCE }, anybody),
  { method: "DELETE", path: "sys/rekey/init", body: { nonce: "{rekey}" }, as: "nobody" },
  get("sys/rekey/init", anybody),
  get("sys/rekey/backup"),
  drop("sys/rekey/backup"),
  get("sys/rekey-recovery-key/init", anybody),
  get("sys/rekey/recovery-key-backup"),
];

const ROOT: Step[] = [
  get("sys/generate-root/attempt", anybody),
  post("sys/generate-root/update", { key: "{key1}", nonce: NONCE }, anybody),
  post("sys/generate-root/attempt", { otp: "short" }, anybody),
  post("sys/generate-root/attempt", { pgp_key: "x" }, anybody),
  post("sys/generate-root/attempt", {}, { ...anybody, keep: { attempt: "nonce", otp: "otp" } }),
  get("sys/generate-root/attempt", anybody),
  post("sys/generate-root/attempt", {}, anybody),
  post("sys/generate-root/update", {}, anybody),
  post("sys/generate-root/update", { key: "{key1}" }, anybody),
  post("sys/generate-root/update", { key: "{key1}", nonce: NONCE }, anybody),
  post("sys/generate-root/update", { key: "zz", nonce: "{attempt}" }, anybody),
  post("sys/generate-root/update", { key: "{key1}", nonce: "{attempt}" }, anybody),
  post("sys/generate-root/update", { key: "{key1}", nonce: "{attempt}" }, anybody),
  post(
    "sys/generate-root/update",
    { key: "{key2}", nonce: "{attempt}" },
    { ...anybody, keep: { encoded: "encoded_token" } },
  ),
  get("sys/generate-root/attempt", anybody),
  post(
    "sys/decode-token",
    { encoded_token: "{encoded}", otp: "{otp}" },
    { ...anybody, keep: { fresh: "data.token" } },
  ),
  get("auth/token/lookup-self", { as: "fresh" }),
  post("sys/decode-token", {}, anybody),
  post("sys/decode-token", { encoded_token: "!", otp: "x" }, anybody),
  post("sys/generate-root/attempt", {}, anybody),
  drop("sys/generate-root/attempt", anybody),
  drop("sys/generate-root/attempt", anybody),
];

const ROTATE: Step[] = [
  get("sys/rotate/root/init"),
  post(
    "sys/rotate/root/init",
    { secret_shares: 3, secret_threshold: 2, require_verification: true },
    { keep: { rotate: "data.nonce" } },
  ),
  get("sys/rotate/root/init"),
  post("sys/rotate/root/update", { key: "{key1}", nonce: "{rotate}" }),
  post("sys/rotate/root/update", { key: "{key2}", nonce: "{rotate}" }, { differs: "new keys" }),
  get("sys/rotate/root/verify"),
  drop("sys/rotate/root/verify"),
  drop("sys/rotate/root/init"),
  get("sys/rotate/root/init", { as: "nobody" }),
  get("sys/rotate/recovery/init"),
];

export const quorumSteps: Step[] = [...REKEY, ...ROOT, ...ROTATE];
