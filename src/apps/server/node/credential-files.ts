// The node's own key and certificate, beside its data. Nobody signs it: other members know it by its hash.
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePin } from "#cluster/tls/certificate-pin.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { certificateDer } from "#crypto/certificate-check.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";

/** Key and certificate in one file, so that no crash parts them. */
const CURRENT = "node.pem";
const NEXT = "node-next.pem";
/** A node that was away for years comes back all the same; rotation is what limits a stolen key. */
const VALID_DAYS = 3650;

/** Reads the credentials in use, or makes the first. */
export async function openCredentials(directory: string, commonName: string): Promise<NodeCredentials> {
  const path = join(directory, CURRENT);
  if (!existsSync(path)) await make(path, commonName);
  return read(path);
}

/** Credentials that are announced and not in use yet. */
export function nextCredentials(directory: string): NodeCredentials | undefined {
  const path = join(directory, NEXT);
  return existsSync(path) ? read(path) : undefined;
}

export async function makeNextCredentials(directory: string, commonName: string): Promise<NodeCredentials> {
  const path = join(directory, NEXT);
  await make(path, commonName);
  return read(path);
}

/** What was announced is in use from now on. */
export function adoptNextCredentials(directory: string): void {
  renameSync(join(directory, NEXT), join(directory, CURRENT));
}

async function make(path: string, commonName: string): Promise<void> {
  const made = await makeSelfSignedCertificate({
    names: ["node.coffer.internal"],
    addresses: [],
    commonName,
    validDays: VALID_DAYS,
  });
  const temporary = `${path}.new`;
  writeFileSync(temporary, `${made.keyPem.trimEnd()}\n${made.certificatePem.trimEnd()}\n`, {
    mode: 0o600,
    flush: true,
  });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}

function read(path: string): NodeCredentials {
  const text = readFileSync(path, "utf8");
  const at = text.indexOf("-----BEGIN CERTIFICATE-----");
  if (at < 0) throw new TypeError(`${path} holds no certificate`);
  const certificatePem = text.slice(at);
  return { keyPem: text.slice(0, at), certificatePem, pin: certificatePin(certificateDer(certificatePem)) };
}
