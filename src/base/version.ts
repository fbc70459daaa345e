// What we say we are. Clients branch on the Vault version (no `+ent`: they would expect the paid parts).

/** As in package.json (a test compares them). */
export const COFFER_VERSION = "0.1.0";

/** The Vault whose API we speak. */
export const VAULT_VERSION = "1.21.4";
