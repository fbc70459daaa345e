// What to ask two servers, by name.
import { batches } from "./scenarios/batches.ts";
import { badCiphertexts, derived, encrypt } from "./scenarios/encryption.ts";
import { backups, digests, exportKeys } from "./scenarios/exports.ts";
import { agreements, certificates, imports } from "./scenarios/imports.ts";
import { config, keys, softDelete } from "./scenarios/keys.ts";
import { signatures } from "./scenarios/signatures.ts";
import type { Scenario } from "./words.ts";

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  keys,
  config,
  "soft delete": softDelete,
  encrypt,
  "bad ciphertexts": badCiphertexts,
  derived,
  batches,
  signatures,
  exports: exportKeys,
  backups,
  imports,
  certificates,
  agreements,
  digests,
};
