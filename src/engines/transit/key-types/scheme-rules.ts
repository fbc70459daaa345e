import { VaultError } from "#base/vault-error.ts";
import type { HashName } from "#crypto/hash-function.ts";

/** @throws VaultError invalid_request for "none", which means something to PKCS #1 v1.5 alone */
export function demandHash(hash: HashName | "none"): HashName {
  if (hash !== "none") return hash;
  throw new VaultError(
    "invalid_request",
    "hash_algorithm=none requires both prehashed=true and signature_algorithm=pkcs1v15",
  );
}
