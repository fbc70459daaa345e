// Batches and what fails in them.
import type { Asker } from "../asker.ts";
import { b64, input } from "../words.ts";

export async function batches(ask: Asker): Promise<void> {
  await ask.post("transit/keys/k");
  const good = (await ask.post("transit/encrypt/k", { plaintext: input })).data.ciphertext;
  for (const batch_input of [
    [],
    null,
    "x",
    {},
    7,
    [7],
    [null],
    [{}],
    [{ plaintext: input }],
    [{ plaintext: "" }],
    [
      { plaintext: input, reference: "r" },
      { plaintext: "%", reference: "s" },
    ],
    [{ plaintext: 7 }],
    [{ plaintext: input, reference: 7 }],
    [{ plaintext: input, key_version: 7 }, { plaintext: input }],
    [{ plaintext: input, key_version: "x" }],
    [{ plaintext: input, nonce: b64("123456789012") }, { plaintext: input }],
    [{ plaintext: input, context: b64("c") }, { plaintext: input }],
    [
      { plaintext: input, associated_data: b64("c") },
      { plaintext: input, associated_data: "%" },
    ],
    [{ ciphertext: good }],
    [{ ciphertext: good, reference: "r" }, { ciphertext: "vault:v1:AAAA" }],
    [{ ciphertext: good }, { ciphertext: "vault:v9:AAAA" }],
    [{ ciphertext: "x" }, { ciphertext: "" }],
    [{ ciphertext: good, key_version: 9 }],
    [{ unknown: 1, plaintext: input, ciphertext: good }],
  ]) {
    for (const partial_failure_response_code of [undefined, 200, 207, 999]) {
      const body =
        partial_failure_response_code === undefined
          ? { batch_input }
          : { batch_input, partial_failure_response_code };
      for (const operation of ["encrypt", "decrypt", "rewrap"]) {
        if (operation === "rewrap" && partial_failure_response_code !== undefined) continue;
        await ask.post(`transit/${operation}/k`, body);
      }
    }
  }
  await ask.post("transit/encrypt/k", { plaintext: input, batch_input: [{ plaintext: input }] });
  await ask.post("transit/encrypt/upsert", { batch_input: [{ plaintext: input }] });
  await ask.post("transit/encrypt/upsert2", { batch_input: [{ plaintext: input, context: b64("c") }] });
  await ask.post("transit/encrypt/upsert3", { batch_input: [{ plaintext: "%" }] });
  await ask.get("transit/keys/upsert3");
  await ask.post("transit/keys/s", { type: "ed25519" });
  for (const batch_input of [
    [],
    null,
    "x",
    [{}],
    [{ input }],
    [{ input, reference: "r" }, { input: "%" }],
    [{ input: 7 }],
    [{ input: "" }],
  ]) {
    for (const operation of ["sign/s", "hmac/k", "sign/k", "hmac/s"])
      await ask.post(`transit/${operation}`, { batch_input });
  }
  const { data } = await ask.post("transit/sign/s", { input });
  const mac = await ask.post("transit/hmac/k", { input });
  const { signature } = data;
  const { hmac } = mac.data;
  for (const batch_input of [
    [],
    [{}],
    [{ input }],
    [
      { input, signature },
      { input, signature: "vault:v1:AAAA" },
    ],
    [
      { input, signature, reference: "r" },
      { input, signature: "x" },
    ],
    [{ input, signature }, { input }],
    [
      { input, signature },
      { input, hmac },
    ],
    [{ input: "%", signature }],
    [
      { input, hmac },
      { input, hmac: "vault:v1:AAAA" },
    ],
    [
      { input, hmac },
      { input, hmac: "x" },
    ],
    [{ input, hmac: "vault:v9:AAAA" }],
    [{ input, hmac: "" }],
    [{ input, hmac, signature }],
  ]) {
    for (const name of ["s", "k"]) await ask.post(`transit/verify/${name}`, { batch_input });
  }
}
