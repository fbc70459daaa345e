// <mount>/byok-export/:destination/:source: a key leaves encrypted to another cluster's wrapping key, which was imported
// here as a public key.

import { encodeBase64 } from "#base/bytes.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { keyOf } from "../key-types/asymmetric-material.ts";
import { readKey } from "../keys/stored-keys.ts";
import { demandUsable, newestOf, type TransitKey } from "../keys/transit-key.ts";
import { wrapForExport } from "../keys/wrapping-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { askedVersions } from "./asked-versions.ts";
import { hashOf } from "./import-paths.ts";

const byokFields = {
  destination: text("Name of the RSA key to which is encrypted."),
  source: text("Name of the key that leaves."),
  version: text('Version of that key, or "latest"; default all.'),
  hash: text("Hash of OAEP: SHA1, SHA224, SHA256 (default), SHA384 or SHA512."),
};
type ByokCall = ReadCall<typeof byokFields>;

export const byokExportPaths = [
  "byok-export/:destination/:source",
  "byok-export/:destination/:source/:version",
].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: byokFields,
    summary: "A key, encrypted to another cluster.",
    operations: {
      read: reads(exportWrapped, { summary: "Export versions of a key for an import elsewhere." }),
    },
  }),
);

function exportWrapped(_mount: TransitMount, { settings, fields }: ByokCall): Reply {
  const wrapping = readKey(settings, fields.destination ?? "");
  if (!wrapping) return refuse("no such destination key to export to");
  const source = readKey(settings, fields.source ?? "");
  if (!source) return refuse("no such source key for export");
  demandRsa(demandUsable(wrapping));
  if (!source.settings.exportable) refuse("key is not exportable");
  demandUsable(source);
  const hash = hashOf(fields.hash);
  const keys: JsonObject = Object.fromEntries(
    askedVersions(settings, source, fields.version).map((version) => {
      if (version.secret.length === 0) refuse("a version has no private part to export");
      const material = source.type.material.toImport(version);
      return [version.number, encodeBase64(wrapForExport(keyOf(newestOf(wrapping)), material, hash))];
    }),
  );
  return { data: { name: source.name, type: source.type.name, keys } };
}

/** One that encrypts by OAEP, not by a secret key. */
function demandRsa({ type }: TransitKey): void {
  if (type.cipher && type.material.fromPublicPem) return;
  refuse("unsupported key type in use; must be a rsa key");
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
