// One of the keys that a name has had: what it is made of.

/** Secret and public bytes of one version. */
export interface KeyMaterial {
  /** The key itself, or PKCS #8; empty where only the public half was imported. */
  readonly secret: Uint8Array;
  /** SubjectPublicKeyInfo; empty for a symmetric key. */
  readonly publicKey: Uint8Array;
}

export interface KeyVersion extends KeyMaterial {
  readonly number: number;
  readonly createdMs: number;
  /** Never the key that encrypts or signs, except where the key is for HMAC alone. */
  readonly hmacKey: Uint8Array;
  /** PEM, the key's own first; "" for none. */
  readonly certificateChain: string;
}
