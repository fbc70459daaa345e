/** A node's own key and certificate: its name to all other nodes. */
export interface NodeCredentials {
  /** PKCS #8. */
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly pin: string;
}
