// Signatures and authentication codes.
import type { Asker } from "../asker.ts";
import { b64, HASHES, input, QUICK_TYPES, sized } from "../words.ts";

export async function signatures(ask: Asker): Promise<void> {
  for (const type of QUICK_TYPES) {
    await ask.post(`transit/keys/${type}`, sized(type));
    for (const hash_algorithm of HASHES) {
      for (const more of [
        {},
        { prehashed: true },
        { signature_algorithm: "pkcs1v15" },
        { signature_algorithm: "pkcs1v15", prehashed: true },
        { marshaling_algorithm: "jws" },
      ]) {
        const body = { input, hash_algorithm, ...more };
        const { data } = await ask.post(`transit/sign/${type}`, body);
        await ask.post(`transit/verify/${type}`, { ...body, signature: data?.signature ?? "vault:v1:AAAA" });
      }
      const digest = Buffer.alloc(Number(/\d+$/.exec(hash_algorithm)?.[0] ?? 256) / 8 || 20, 7).toString(
        "base64",
      );
      const body = { input: digest, hash_algorithm, prehashed: true };
      const { data } = await ask.post(`transit/sign/${type}`, body);
      await ask.post(`transit/verify/${type}`, { ...body, signature: data?.signature ?? "vault:v1:AAAA" });
      await ask.post(`transit/hmac/${type}`, { input, algorithm: hash_algorithm });
      await ask.post(`transit/hmac/${type}/${hash_algorithm}`, { input });
      await ask.post(`transit/sign/${type}/${hash_algorithm}`, { input });
    }
    for (const more of [
      {},
      { input: "" },
      { input: "%" },
      { input: null },
      { input, hash_algorithm: "" },
      { input, algorithm: "sha2-512" },
      { input, algorithm: "x", hash_algorithm: "sha2-512" },
      { input, signature_algorithm: "x" },
      { input, signature_algorithm: "" },
      { input, marshaling_algorithm: "x" },
      { input, marshaling_algorithm: "" },
      { input, salt_length: "auto" },
      { input, salt_length: "hash" },
      { input, salt_length: "0" },
      { input, salt_length: 20 },
      { input, salt_length: "-1" },
      { input, salt_length: "-2" },
      { input, salt_length: "x" },
      { input, salt_length: "100000" },
      { input, salt_length: 400 },
      { input, key_version: 1 },
      { input, key_version: 2 },
      { input, key_version: -1 },
      { input, prehashed: "x" },
    ]) {
      const { data } = await ask.post(`transit/sign/${type}`, more);
      await ask.post(`transit/verify/${type}`, {
        ...more,
        signature: data?.signature ?? "vault:v1:AAAA",
      });
      await ask.post(`transit/hmac/${type}`, more);
    }
    const { data } = await ask.post(`transit/sign/${type}`, { input });
    const good: string = data?.signature ?? "vault:v1:AAAA";
    const code = (await ask.post(`transit/hmac/${type}`, { input })).data.hmac;
    for (const signature of [
      "",
      "x",
      "vault:v1:",
      "vault:v1:%",
      "vault:v2:AAAA",
      "vault:v0:AAAA",
      good.replace("v1", "v0"),
      good.replace("v1", "v2"),
      good.slice(0, -8),
      `${good}AAAA`,
      7,
      null,
    ]) {
      await ask.post(`transit/verify/${type}`, { input, signature });
      await ask.post(`transit/verify/${type}`, { input, hmac: signature });
    }
    await ask.post(`transit/verify/${type}`, { input });
    await ask.post(`transit/verify/${type}`, { signature: good });
    await ask.post(`transit/verify/${type}`, { hmac: code });
    await ask.post(`transit/verify/${type}`, { input, hmac: code });
    await ask.post(`transit/verify/${type}`, { input, hmac: code, signature: good });
    await ask.post(`transit/verify/${type}/sha2-512`, { input, hmac: code });
    await ask.post(`transit/verify/${type}`, { input: b64("other"), hmac: code });
    await ask.post(`transit/verify/${type}`, { input: b64("other"), signature: good });
  }
  for (const operation of ["sign", "verify", "hmac"]) {
    await ask.post(`transit/${operation}/none`, { input, signature: "vault:v1:AAAA" });
    await ask.post(`transit/${operation}/none`, { input, hmac: "vault:v1:AAAA" });
    await ask.get(`transit/${operation}/none`);
  }
}
