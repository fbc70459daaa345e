// SHA-256 of what arrives in pieces: files and streams too large to hold.
import { createHash } from "node:crypto";

export interface Sha256Stream {
  update(bytes: Uint8Array): void;
  /** 32 bytes; ends the stream. */
  digest(): Uint8Array;
}

export function sha256Stream(): Sha256Stream {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => new Uint8Array(hash.digest()),
  };
}
