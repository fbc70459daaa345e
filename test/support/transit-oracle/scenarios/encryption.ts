// Encrypting, decrypting, rewrapping, data keys; derived and convergent keys.
import type { Asker } from "../asker.ts";
import { b64, input, QUICK_TYPES, sized } from "../words.ts";

export async function encrypt(ask: Asker): Promise<void> {
  for (const type of QUICK_TYPES) {
    await ask.post(`transit/keys/${type}`, sized(type));
    const { data } = await ask.post(`transit/encrypt/${type}`, { plaintext: input });
    const ciphertext = data?.ciphertext ?? "vault:v1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    await ask.post(`transit/decrypt/${type}`, { ciphertext });
    await ask.post(`transit/rewrap/${type}`, { ciphertext });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, associated_data: b64("ad") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, context: b64("c") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, nonce: b64("123456789012") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: "" });
    await ask.post(`transit/encrypt/${type}`, { plaintext: Buffer.alloc(1000).toString("base64") });
    for (const kind of ["plaintext", "wrapped", "other"]) await ask.post(`transit/datakey/${kind}/${type}`);
    for (const bits of [0, 128, 256, 512, 100, "x"])
      await ask.post(`transit/datakey/plaintext/${type}`, { bits });
  }
  await ask.post("transit/keys/k");
  await ask.post("transit/keys/k/rotate");
  for (const body of [
    {},
    { plaintext: "%%%" },
    { plaintext: 7 },
    { plaintext: null },
    { plaintext: { a: 1 } },
    { plaintext: input, key_version: 1 },
    { plaintext: input, key_version: 3 },
    { plaintext: input, key_version: -1 },
    { plaintext: input, key_version: "x" },
    { plaintext: input, associated_data: "%" },
    { plaintext: input, context: "%" },
    { plaintext: input, nonce: "%" },
    { plaintext: input, type: "aes128-gcm96" },
    { plaintext: input, type: "nonsense" },
    { plaintext: input, convergent_encryption: true },
  ]) {
    await ask.post("transit/encrypt/k", body);
    await ask.post("transit/datakey/plaintext/k", body);
  }
  for (const type of [...QUICK_TYPES, "nonsense", ""]) {
    await ask.post(`transit/encrypt/up-${type}`, { plaintext: input, type });
    await ask.post(`transit/encrypt/upc-${type}`, { plaintext: input, type, context: b64("c") });
    await ask.post(`transit/encrypt/upcc-${type}`, {
      plaintext: input,
      type,
      convergent_encryption: true,
      context: b64("c"),
    });
    await ask.get(`transit/keys/upcc-${type}`);
  }
  await ask.post("transit/encrypt/upx", { plaintext: input, convergent_encryption: true });
  await ask.post("transit/encrypt/upx", {});
  await ask.post("transit/encrypt/upx", { plaintext: "%" });
  await ask.get("transit/keys/upx");
  await ask.post("transit/config/keys", { disable_upsert: true });
  await ask.post("transit/encrypt/none", { plaintext: input });
  await ask.post("transit/encrypt/none", { batch_input: [{ plaintext: input }] });
  await ask.post("transit/decrypt/none", { ciphertext: "vault:v1:AAAA" });
  await ask.post("transit/rewrap/none", { ciphertext: "vault:v1:AAAA" });
  await ask.post("transit/datakey/plaintext/none");
  await ask.get("transit/encrypt/k");
  await ask.get("transit/decrypt/k");
  await ask.list("transit/encrypt");
}

export async function badCiphertexts(ask: Asker): Promise<void> {
  for (const type of QUICK_TYPES.filter((name) => /aes|chacha|rsa/.test(name))) {
    await ask.post(`transit/keys/${type}`, { type });
    await ask.post(`transit/keys/${type}/rotate`);
    const { data } = await ask.post(`transit/encrypt/${type}`, { plaintext: input });
    const good: string = data.ciphertext;
    const flipped = `${good.slice(0, 30)}${good[30] === "A" ? "B" : "A"}${good.slice(31)}`;
    for (const ciphertext of [
      "",
      null,
      "x",
      "vault:",
      "vault:v2",
      "vault:v2:",
      "vault:v2:%%%",
      "vault:v2:AAAA",
      good.replace("v2", "v0"),
      good.replace("v2", "v1"),
      good.replace("v2", "v3"),
      good.replace("v2", "v-1"),
      good.replace("v2", "v02"),
      good.replace("v2", "vx"),
      good.replace("vault", "fault"),
      good.slice(0, -8),
      flipped,
      `${good}AAAA`,
      good,
    ]) {
      await ask.post(`transit/decrypt/${type}`, { ciphertext });
      await ask.post(`transit/rewrap/${type}`, { ciphertext });
    }
    await ask.post(`transit/decrypt/${type}`, {});
    await ask.post(`transit/rewrap/${type}`, {});
    await ask.post(`transit/keys/${type}/config`, { min_decryption_version: 2 });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good.replace("v2", "v1") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good.replace("v2", "v0") });
    await ask.post(`transit/encrypt/${type}`, { plaintext: input, key_version: 1 });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, associated_data: b64("x") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, context: b64("x") });
    await ask.post(`transit/decrypt/${type}`, { ciphertext: good, nonce: b64("x") });
  }
}

export async function derived(ask: Asker): Promise<void> {
  for (const convergent_encryption of [false, true]) {
    for (const type of ["aes128-gcm96", "aes256-gcm96", "chacha20-poly1305"]) {
      const name = `${type}-${convergent_encryption}`;
      await ask.post(`transit/keys/${name}`, { type, derived: true, convergent_encryption });
      await ask.get(`transit/keys/${name}`);
      await ask.get(`transit/keys/${name}?context=YWJj`);
      const { data } = await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: b64("c") });
      const again = await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: b64("c") });
      ask.notes.push({
        asked: "are both the same?",
        answered: String(data.ciphertext === again.data.ciphertext),
      });
      await ask.post(`transit/encrypt/${name}`, { plaintext: input });
      await ask.post(`transit/encrypt/${name}`, { plaintext: input, context: "" });
      await ask.post(`transit/encrypt/${name}`, {
        plaintext: input,
        context: b64("c"),
        nonce: b64("123456789012"),
      });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext, context: b64("d") });
      await ask.post(`transit/decrypt/${name}`, { ciphertext: data.ciphertext, context: b64("c") });
      await ask.post(`transit/rewrap/${name}`, { ciphertext: data.ciphertext, context: b64("c") });
      await ask.post(`transit/rewrap/${name}`, { ciphertext: data.ciphertext });
      await ask.post(`transit/datakey/plaintext/${name}`);
      await ask.post(`transit/datakey/plaintext/${name}`, { context: b64("c") });
      await ask.post(`transit/encrypt/${name}`, {
        batch_input: [{ plaintext: input, context: b64("c") }, { plaintext: input }],
      });
      await ask.post(`transit/encrypt/${name}`, {
        batch_input: [{ plaintext: input }, { plaintext: input }],
      });
      await ask.post(`transit/hmac/${name}`, { input });
    }
  }
  await ask.post("transit/keys/ed", { type: "ed25519", derived: true });
  await ask.get("transit/keys/ed");
  await ask.get("transit/keys/ed?context=YWJj");
  await ask.post("transit/sign/ed", { input });
  const { data } = await ask.post("transit/sign/ed", { input, context: b64("c") });
  await ask.post("transit/verify/ed", { input, signature: data.signature });
  await ask.post("transit/verify/ed", { input, signature: data.signature, context: b64("c") });
  await ask.post("transit/verify/ed", { input, signature: data.signature, context: b64("d") });
  await ask.post("transit/sign/ed", { batch_input: [{ input, context: b64("c") }, { input }] });
  await ask.post("transit/keys/ed/csr");
}
