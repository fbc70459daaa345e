// Keys: made, shown, configured, trimmed, deleted.
import type { Asker } from "../asker.ts";
import { input, sized, TYPES } from "../words.ts";

const BOOLEANS = [
  {},
  { derived: true },
  { derived: true, convergent_encryption: true },
  { convergent_encryption: true },
];

export async function keys(ask: Asker): Promise<void> {
  for (const type of TYPES) {
    for (const options of BOOLEANS) {
      const name = `keys/k-${type}-${BOOLEANS.indexOf(options)}`;
      if (/rsa-[34]/.test(type) && BOOLEANS.indexOf(options) > 0) continue;
      await ask.post(`transit/${name}`, { ...sized(type), ...options });
      await ask.get(`transit/${name}`);
    }
  }
  await ask.list("transit/keys");
  for (const body of [
    { type: "nonsense" },
    { type: 7 },
    { type: "" },
    { key_size: 32 },
    { type: "hmac" },
    { type: "hmac", key_size: 31 },
    { type: "hmac", key_size: 513 },
    { type: "hmac", key_size: -1 },
    { type: "aes256-gcm96", key_size: 16 },
    { derived: "maybe" },
    { auto_rotate_period: "5m" },
    { auto_rotate_period: "-1h" },
    { auto_rotate_period: "soon" },
    { auto_rotate_period: "1h", exportable: true, allow_plaintext_backup: true },
    { unknown: 1 },
  ]) {
    await ask.post("transit/keys/bad", body);
  }
  await ask.get("transit/keys/absent");
  await ask.delete("transit/keys/absent");
  await ask.delete("transit/keys/bad");
  await ask.post("transit/keys/bad/config", { deletion_allowed: true });
  await ask.delete("transit/keys/bad");
  await ask.get("transit/keys/bad");
  await ask.get("transit/keys/");
  await ask.post("transit/keys/");
  await ask.list("transit/keys/k-hmac-0");
  await ask.post("transit/keys/name with space");
  await ask.post("transit/keys/%C3%A4");
  await ask.post("transit/keys/.x");
  await ask.get("transit/keys/k-ed25519-1?context=YWJj");
}

export async function config(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k");
  for (let at = 0; at < 4; at++) await ask.post("transit/keys/k/rotate");
  for (const body of [
    {},
    { min_decryption_version: 0 },
    { min_decryption_version: -1 },
    { min_decryption_version: 6 },
    { min_encryption_version: 6 },
    { min_encryption_version: -1 },
    { min_decryption_version: 3 },
    { min_encryption_version: 2 },
    { min_encryption_version: 4 },
    { min_decryption_version: 5 },
    { min_decryption_version: "x" },
    { exportable: true },
    { exportable: false },
    { allow_plaintext_backup: true },
    { allow_plaintext_backup: false },
    { deletion_allowed: true },
    { auto_rotate_period: "24h" },
    { auto_rotate_period: "1m" },
    { auto_rotate_period: 0 },
    { min_decryption_version: 2, min_encryption_version: 5 },
  ]) {
    await ask.post("transit/keys/k/config", body);
  }
  await ask.get("transit/keys/k");
  for (const body of [
    {},
    { min_available_version: 3 },
    { min_available_version: 9 },
    { min_available_version: -1 },
    { min_available_version: 2 },
    { min_available_version: 1 },
    { min_available_version: "x" },
  ]) {
    await ask.post("transit/keys/k/trim", body);
  }
  await ask.post("transit/keys/k/config", { min_decryption_version: 1 });
  await ask.get("transit/keys/k");
  for (const name of ["config", "rotate", "trim", "soft-delete-restore"])
    await ask.post(`transit/keys/absent/${name}`);
  await ask.delete("transit/keys/absent/soft-delete");
  for (const verb of ["get", "delete", "list"] as const) await ask[verb]("transit/keys/k/config");
  await ask.get("transit/keys/k/nothing");
  await ask.post("transit/keys/q", { type: "aes256-gcm96" });
  await ask.post("transit/keys/q/trim", { min_available_version: 1 });
  for (const body of [{}, { disable_upsert: true }, { disable_upsert: false }, { disable_upsert: "x" }])
    await ask.post("transit/config/keys", body);
  await ask.get("transit/config/keys");
  await ask.get("transit/cache-config");
  for (const body of [{}, { size: 0 }, { size: 9 }, { size: 10 }, { size: -1 }, { size: "x" }])
    await ask.post("transit/cache-config", body);
  await ask.get("transit/cache-config");
}

export async function softDelete(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k", { exportable: true, allow_plaintext_backup: true });
  const { data } = await ask.post("transit/encrypt/k", { plaintext: input });
  await ask.delete("transit/keys/k/soft-delete");
  await ask.delete("transit/keys/k/soft-delete");
  await ask.get("transit/keys/k");
  await ask.list("transit/keys");
  await ask.post("transit/encrypt/k", { plaintext: input });
  await ask.post("transit/decrypt/k", { ciphertext: data.ciphertext });
  await ask.post("transit/rewrap/k", { ciphertext: data.ciphertext });
  await ask.post("transit/hmac/k", { input });
  await ask.post("transit/sign/k", { input });
  await ask.post("transit/datakey/plaintext/k");
  await ask.post("transit/keys/k/rotate");
  await ask.post("transit/keys/k/config", { exportable: true });
  await ask.post("transit/keys/k/trim", { min_available_version: 1 });
  await ask.get("transit/export/encryption-key/k");
  await ask.get("transit/backup/k");
  await ask.delete("transit/keys/k");
  await ask.post("transit/keys/k");
  await ask.post("transit/keys/k/soft-delete-restore");
  await ask.post("transit/keys/k/soft-delete-restore");
  await ask.post("transit/decrypt/k", { ciphertext: data.ciphertext });
  await ask.get("transit/keys/k");
}
