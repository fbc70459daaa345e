// <mount>/export/:type/:name: keys leave in plain, where their owners allowed that; public halves always may.

import { encodeBase64 } from "#base/bytes.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { KeyType } from "../key-types/key-type.ts";
import type { KeyVersion } from "../keys/key-version.ts";
import { demandUsable, type TransitKey } from "../keys/transit-key.ts";
import type { TransitMount } from "../transit-mount.ts";
import { askedVersions } from "./asked-versions.ts";
import { findKey, nameField } from "./key-path.ts";

interface ExportKind {
  /** Leaves only where the key is exportable. */
  isSecret: boolean;
  /** Why this type of key has nothing of the sort. */
  problem(type: KeyType): string | undefined;
  show(type: KeyType, version: KeyVersion): string;
}

const KINDS: Readonly<Record<string, ExportKind>> = {
  "encryption-key": {
    isSecret: true,
    problem: ({ cipher }) => (cipher ? undefined : "encryption not supported for the key"),
    show: showSecret,
  },
  "signing-key": {
    isSecret: true,
    problem: ({ signer }) => (signer ? undefined : "signing not supported for the key"),
    show: showSecret,
  },
  "hmac-key": {
    isSecret: true,
    problem: () => undefined,
    show: (_type, { hmacKey }) => encodeBase64(hmacKey),
  },
  "public-key": {
    isSecret: false,
    problem: ({ name, material }) =>
      material.exportPublic ? undefined : `unknown key type ${name} for export type public-key`,
    show: ({ material }, version) => material.exportPublic?.(version).trim() ?? "",
  },
  "certificate-chain": {
    isSecret: false,
    problem: ({ signer }) =>
      signer ? undefined : "certificate chain not supported for keys that do not support signing",
    show: (_type, { certificateChain }) =>
      certificateChain || refuse("selected key version does not have a certificate chain imported"),
  },
};

const exportFields = {
  type: text(`What to export: ${Object.keys(KINDS).join(", ")}.`),
  name: nameField,
  version: text('Version of the key, or "latest"; default all.'),
};

export const exportPaths = ["export/:type/:name", "export/:type/:name/:version"].map((pattern) =>
  definePath<TransitMount>()({
    pattern,
    fields: exportFields,
    summary: "A key's material.",
    operations: { read: reads(exportKey, { summary: "Export versions of a key." }) },
  }),
);

function exportKey(_mount: TransitMount, call: ReadCall<typeof exportFields>): Reply | undefined {
  const { type: kindName = "", version: asked } = call.fields;
  const kind = Object.hasOwn(KINDS, kindName) ? KINDS[kindName] : undefined;
  if (!kind) return refuse(`invalid export type: expected one of ${Object.keys(KINDS).join(", ")}`);
  const key = findKey(call);
  if (!key) return undefined;
  demandExportable(key, kind);
  const keys: JsonObject = Object.fromEntries(
    askedVersions(call.settings, key, asked).map((version) => [version.number, kind.show(key.type, version)]),
  );
  return { data: { name: key.name, type: key.type.name, keys } };
}

function demandExportable(key: TransitKey, kind: ExportKind): void {
  if (kind.isSecret && !key.settings.exportable) refuse("private key material is not exportable");
  const problem = kind.problem(key.type);
  if (problem) refuse(problem);
  if (kind.isSecret) demandUsable(key);
}

function showSecret({ material }: KeyType, version: KeyVersion): string {
  if (version.secret.length === 0) return refuse("this version has no private part to export");
  return material.exportSecret(version);
}

function refuse(reason: string): never {
  throw new VaultError("invalid_request", reason);
}
