// Exports, backups; hashes and random bytes.
import type { Asker } from "../asker.ts";
import { b64, HASHES, input, QUICK_TYPES, sized } from "../words.ts";

export async function exportKeys(ask: Asker): Promise<void> {
  for (const exportable of [true, false]) {
    for (const type of QUICK_TYPES) {
      const name = `${type}-${exportable}`;
      await ask.post(`transit/keys/${name}`, { ...sized(type), exportable });
      for (const kind of [
        "encryption-key",
        "signing-key",
        "hmac-key",
        "public-key",
        "certificate-chain",
        "other",
      ]) {
        await ask.get(`transit/export/${kind}/${name}`);
        if (kind === "other" || !exportable) continue;
        for (const version of ["1", "2", "latest", "0", "-1", "x"])
          await ask.get(`transit/export/${kind}/${name}/${version}`);
      }
    }
  }
  await ask.get("transit/export/encryption-key/none");
  await ask.get("transit/export/other/none");
  await ask.get("transit/export/encryption-key");
  await ask.post("transit/keys/v", { exportable: true });
  await ask.post("transit/keys/v/rotate");
  await ask.post("transit/keys/v/rotate");
  await ask.post("transit/keys/v/config", { min_decryption_version: 2 });
  await ask.get("transit/export/encryption-key/v");
  await ask.get("transit/export/encryption-key/v/1");
  await ask.get("transit/export/encryption-key/v/2");
}

export async function backups(ask: Asker): Promise<void> {
  for (const type of QUICK_TYPES) {
    await ask.post(`transit/keys/${type}`, sized(type));
    await ask.get(`transit/backup/${type}`);
    await ask.post(`transit/keys/${type}/config`, { exportable: true });
    await ask.get(`transit/backup/${type}`);
    await ask.post(`transit/keys/${type}/config`, { allow_plaintext_backup: true, deletion_allowed: true });
    const { data } = await ask.get(`transit/backup/${type}`);
    await ask.get(`transit/keys/${type}`);
    await ask.post("transit/restore", { backup: data.backup });
    await ask.post("transit/restore", { backup: data.backup, force: true });
    await ask.post(`transit/restore/${type}-2`, { backup: data.backup });
    await ask.get(`transit/keys/${type}-2`);
    await ask.post("transit/restore/some", { backup: data.backup, name: "other" });
  }
  await ask.list("transit/keys");
  for (const body of [
    {},
    { backup: "" },
    { backup: "%" },
    { backup: b64("{}") },
    { backup: b64("x") },
    { backup: 7 },
    { backup: b64('{"policy":{}}') },
  ]) {
    await ask.post("transit/restore", body);
    await ask.post("transit/restore/x", body);
  }
  await ask.get("transit/backup/none");
}

export async function digests(ask: Asker): Promise<void> {
  for (const prefix of ["transit", "sys/tools"]) {
    for (const algorithm of [...HASHES, ""]) {
      await ask.post(`${prefix}/hash`, { input, algorithm });
      if (algorithm !== "") await ask.post(`${prefix}/hash/${algorithm}`, { input });
    }
    for (const body of [
      {},
      { input: "" },
      { input: "%" },
      { input, format: "x" },
      { input, format: "base64" },
      { input, format: "hex" },
      { input, format: "" },
      { input: 7 },
    ]) {
      await ask.post(`${prefix}/hash`, body);
    }
    await ask.post(`${prefix}/hash/sha2-512`, { input, algorithm: "sha2-256" });
    for (const path of [
      "",
      "/16",
      "/platform",
      "/seal",
      "/all",
      "/other",
      "/all/16",
      "/seal/16",
      "/platform/x",
      "/-1",
      "/0",
      "/131072",
      "/131073",
      "/2147483648",
      "/16/16",
      "/99999999999999999999",
      "/16x",
    ]) {
      await ask.post(`${prefix}/random${path}`);
    }
    for (const body of [
      { bytes: 0 },
      { bytes: -1 },
      { bytes: 16 },
      { bytes: "16" },
      { bytes: "x" },
      { bytes: 131073 },
      { bytes: 2147483648 },
      { bytes: 16, format: "hex" },
      { format: "x" },
      { source: "seal" },
      { source: "x" },
      { urlbytes: "8" },
      { bytes: 8, source: "all" },
    ]) {
      await ask.post(`${prefix}/random`, body);
      await ask.post(`${prefix}/random/24`, body);
    }
    await ask.get(`${prefix}/random`);
    await ask.get(`${prefix}/hash`);
    await ask.list(`${prefix}/hash`);
  }
}
