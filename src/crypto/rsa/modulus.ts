import type { AsymmetricKey } from "../asymmetric-key.ts";

/** Length of an RSA key's modulus. */
export function modulusBits(key: AsymmetricKey): number {
  return key.publicHalf.asymmetricKeyDetails?.modulusLength ?? 0;
}
