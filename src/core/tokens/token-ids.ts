// What tokens look like from outside (vault-api.md §4.4). Old prefixes are taken in; the rest is opaque.
import { randomBase62 } from "#crypto/random-text.ts";

const RANDOM_LETTERS = 24;
export const SERVICE_PREFIX = "hvs.";
export const BATCH_PREFIX = "hvb.";
/** A longer header is refused before anything is computed of it. */
export const MAX_TOKEN_BYTES = 8192;

export function newServiceTokenId(): string {
  return SERVICE_PREFIX + randomBase62(RANDOM_LETTERS);
}

export function newAccessor(): string {
  return randomBase62(RANDOM_LETTERS);
}

/** Why `id` may not be chosen by a client. */
export function customIdProblem(id: string): string | undefined {
  const prefix = /^(?:hvs|s)\./.exec(id)?.[0];
  if (prefix) return `custom token ID cannot have the '${prefix}' prefix`;
  if (id.includes(".")) return "custom token ID cannot have a '.' in the value";
  if (!/^[\x21-\x7e]{1,256}$/.test(id)) return "custom token ID must be 1 to 256 printable letters";
  return undefined;
}
