/** Authenticates under a key that only unsealed members of the cluster can derive; `undefined` while sealed. */
export type Prove = (message: Uint8Array) => Uint8Array | undefined;
