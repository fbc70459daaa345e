/** Terraform and the CLI branch on the Vault version: one deliberate 1.21.x without `+ent` (design §9). */
export const VAULT_VERSION = "1.21.4";
export const COFFER_VERSION = "0.1.0";
export const BUILD_DATE = "2026-11-23T00:00:00Z";
