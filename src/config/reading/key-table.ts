// Every key that a stanza knows, declared once: what reads it, what documents it and what a reload may change.

export interface KeyRule {
  /** Whether Coffer acts on the key, takes it without effect, or refuses to start with it. */
  readonly use: "used" | "ignored" | "refused";
  /** For the documentation; for an ignored or refused key, why. */
  readonly says: string;
  /** What holds when the key is absent, as it would be written. */
  readonly standard?: string;
  readonly environment?: EnvironmentRule;
  /** The command line's flag, without its dash. */
  readonly flag?: string;
  /** SIGHUP applies a change without a restart. */
  readonly reloads?: boolean;
  /** On SIGHUP the file beats flag and environment from then on, as in Vault. */
  readonly fileWinsOnReload?: boolean;
  /** Never shown, in no message, log or answer. */
  readonly secret?: boolean;
}

export interface EnvironmentRule {
  /** After BAO_ or VAULT_; the first that is set counts. */
  readonly names: readonly string[];
  /** `over` the file's value, or only where the file has none. */
  readonly wins: "over the file" | "under the file";
}

export type KeyTable<Key extends string = string> = Readonly<Record<Key, KeyRule>>;

/** One kind of block: its keys and how the documentation calls it. */
export interface StanzaShape<Key extends string = string> {
  /** As written in a file: `listener "tcp"`. Empty for the top level. */
  readonly title: string;
  readonly says: string;
  readonly keys: KeyTable<Key>;
}

type Details = Omit<KeyRule, "use" | "says">;

export function used(says: string, details: Details = {}): KeyRule {
  return { use: "used", says, ...details };
}

/** @param why completes "accepted and ignored: …" */
export function ignored(why: string, details: Details = {}): KeyRule {
  return { use: "ignored", says: why, ...details };
}

/** @param why completes "is refused: …" */
export function refused(why: string, details: Details = {}): KeyRule {
  return { use: "refused", says: why, ...details };
}

/** The variable wins over the file, as Vault's own do. */
export function overriddenBy(...names: readonly string[]): { readonly environment: EnvironmentRule } {
  return { environment: { names, wins: "over the file" } };
}

/** The variable only fills a gap: those that clients read too (VAULT_ADDR) must not turn a server's file around. */
export function filledBy(...names: readonly string[]): { readonly environment: EnvironmentRule } {
  return { environment: { names, wins: "under the file" } };
}
