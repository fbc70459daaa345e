// The requests of the transit bench.
import type { RequestParts } from "../load/request-parts.ts";

export const BATCH_ITEMS = 100;
/** A card number, a name: what is encrypted field by field. */
const PLAINTEXT = Buffer.from("4111 1111 1111 1111; A. Lovelace").toString("base64");

export const TRANSIT_ROWS = [
  "encrypt",
  "decrypt",
  "encrypt batch",
  "decrypt batch",
  "hmac",
  "sign ed25519",
  "sign rsa-2048",
] as const;
export type TransitRow = (typeof TRANSIT_ROWS)[number];

/** @param ciphertexts as many as the batch has items */
export function requestOf(row: TransitRow, ciphertexts: readonly string[]): Omit<RequestParts, "token"> {
  const post = (path: string, body: object) =>
    ({ method: "POST", path: `/v1/transit/${path}`, body: JSON.stringify(body) }) as const;
  switch (row) {
    case "encrypt":
      return post("encrypt/bench", { plaintext: PLAINTEXT });
    case "decrypt":
      return post("decrypt/bench", { ciphertext: ciphertexts[0] });
    case "encrypt batch":
      return post("encrypt/bench", { batch_input: ciphertexts.map(() => ({ plaintext: PLAINTEXT })) });
    case "decrypt batch":
      return post("decrypt/bench", { batch_input: ciphertexts.map((ciphertext) => ({ ciphertext })) });
    case "hmac":
      return post("hmac/bench", { input: PLAINTEXT });
    case "sign ed25519":
      return post("sign/bench-ed25519", { input: PLAINTEXT });
    case "sign rsa-2048":
      return post("sign/bench-rsa-2048", { input: PLAINTEXT });
  }
}

export function isBatch(row: TransitRow): boolean {
  return row.endsWith("batch");
}
