// Makes what a trial cluster needs before its first start: `make-certificates.ts <folder> <name>...` puts a certificate
// for all of these names there, its key, and a key for the static seal. What is there already stays.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "#crypto/secure-random.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined || names.length === 0)
  throw new Error("usage: make-certificates.ts <folder> <name>...");

const certificate = join(folder, "tls.pem");
if (!existsSync(join(folder, "unseal.key"))) put("unseal.key", randomBytes(32), 0o600);
if (!existsSync(certificate)) {
  const made = await makeSelfSignedCertificate({ names, addresses: ["127.0.0.1"], commonName: "coffer" });
  put("tls.key", made.keyPem, 0o600);
  // Last: where it is, all is.
  put("tls.pem", made.certificatePem, 0o644);
}

/** Whole or not at all. */
function put(name: string, content: string | Uint8Array, mode: number): void {
  const path = join(folder ?? "", name);
  writeFileSync(`${path}.new`, content, { mode });
  renameSync(`${path}.new`, path);
}
