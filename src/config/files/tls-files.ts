// Whether a listener's certificate, key and client authorities exist, fit together and are valid now.
import {
  type CertificateFault,
  holdsCertificate,
  inspectCertificatePair,
} from "#crypto/certificate-check.ts";
import type { TlsOptions } from "../listener/tls.ts";
import { describeReadFault } from "./file-access.ts";
import type { FileVerdicts } from "./file-verdicts.ts";
import { readPrivateFile } from "./private-file.ts";

const MAX_BYTES = 1024 * 1024;
const SOON_MS = 14 * 86_400_000;

const FAULTS: Readonly<
  Record<CertificateFault, { readonly key: keyof typeof KEYS; readonly reason: string }>
> = {
  "certificate unreadable": { key: "cert", reason: "names a file without a PEM certificate" },
  "key unreadable": {
    key: "key",
    reason: "names a file without a PEM private key, or the passphrase is wrong",
  },
  "key encrypted": { key: "key", reason: "names an encrypted key; name tls_key_passphrase_file too" },
  mismatch: { key: "key", reason: "names a key that does not belong to the certificate of tls_cert_file" },
};
const KEYS = { cert: "tls_cert_file", key: "tls_key_file" } as const;

/** @param path of the listener among the settings: `listener[0]` */
export function checkTlsFiles(tls: TlsOptions, path: string, verdicts: FileVerdicts): void {
  const { files } = verdicts;
  const certificatePem = files.read(tls.certFile, MAX_BYTES);
  if (typeof certificatePem === "string") {
    verdicts.error(`${path}.tls_cert_file`, `names a file that ${describeReadFault(certificatePem)}`);
  }
  const keyPem = readPrivate(tls.keyFile, `${path}.tls_key_file`, verdicts);
  const passphrase =
    tls.keyPassphraseFile === undefined
      ? undefined
      : readPrivate(tls.keyPassphraseFile, `${path}.tls_key_passphrase_file`, verdicts);
  if (typeof certificatePem !== "string" && keyPem !== undefined) {
    checkPair(
      { certificatePem, keyPem, passphrase: passphrase && withoutLineEnd(passphrase) },
      path,
      verdicts,
    );
  }
  if (tls.clientCaFile !== undefined) checkClientCa(tls.clientCaFile, `${path}.tls_client_ca_file`, verdicts);
}

function checkPair(
  pair: Parameters<typeof inspectCertificatePair>[0],
  path: string,
  verdicts: FileVerdicts,
): void {
  const validity = inspectCertificatePair(pair);
  if (typeof validity === "string") {
    const { key, reason } = FAULTS[validity];
    verdicts.error(`${path}.${KEYS[key]}`, reason);
    return;
  }
  const { notBeforeMs, notAfterMs } = validity;
  const certificate = `${path}.tls_cert_file`;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  if (notAfterMs <= verdicts.nowMs)
    verdicts.error(certificate, `names a certificate that expired on ${day(notAfterMs)}`);
  else if (notBeforeMs > verdicts.nowMs) {
    verdicts.error(certificate, `names a certificate that is not valid before ${day(notBeforeMs)}`);
  } else if (notAfterMs - verdicts.nowMs < SOON_MS) {
    verdicts.warn(certificate, `names a certificate that expires on ${day(notAfterMs)}`);
  }
}

function checkClientCa(file: string, setting: string, verdicts: FileVerdicts): void {
  const pem = verdicts.files.read(file, MAX_BYTES);
  if (typeof pem === "string") verdicts.error(setting, `names a file that ${describeReadFault(pem)}`);
  else if (!holdsCertificate(pem)) verdicts.error(setting, "names a file without a PEM certificate");
}

function readPrivate(file: string, setting: string, verdicts: FileVerdicts): Uint8Array | undefined {
  const read = readPrivateFile(file, verdicts.files);
  if (typeof read === "string") {
    verdicts.error(setting, read);
    return undefined;
  }
  if (read.warning !== undefined) verdicts.warn(setting, read.warning);
  return read.content;
}

/** Editors end files with a line; passphrases do not. */
function withoutLineEnd(content: Uint8Array): Uint8Array {
  let end = content.length;
  while (end > 0 && (content[end - 1] === 0x0a || content[end - 1] === 0x0d)) end--;
  return content.subarray(0, end);
}
