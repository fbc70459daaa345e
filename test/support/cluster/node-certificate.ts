// Credentials of a node, for tests of what other nodes make of them.
import { certificatePin } from "#cluster/tls/certificate-pin.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";

export async function nodeCertificate(commonName: string, validDays = 30): Promise<NodeCredentials> {
  const made = await makeSelfSignedCertificate({
    names: ["node.coffer.internal"],
    addresses: [],
    commonName,
    validDays,
  });
  return { keyPem: made.keyPem, certificatePem: made.certificatePem, pin: certificatePin(made.der) };
}
