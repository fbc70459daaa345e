// Key material in the form in which Vault's backups carry it: bytes for symmetric keys and Ed25519, bare numbers for
// the others.
import type { EcNumbers } from "#crypto/ecdsa/ec-numbers.ts";
import type { RsaNumbers, RsaPublicNumbers } from "#crypto/rsa/rsa-numbers.ts";

export interface BackupMaterial {
  /** The key itself; of Ed25519 seed and public key. */
  key?: Uint8Array;
  ec?: EcNumbers;
  rsa?: Pick<RsaNumbers, "n" | "e" | "d" | "p" | "q"> & Partial<RsaNumbers>;
  rsaPublic?: RsaPublicNumbers;
  /** PEM; of Ed25519 the bytes in base64. */
  publicKey?: string;
}
