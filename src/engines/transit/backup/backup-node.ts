// A place in a backup's JSON. What is absent reads as nothing, what is of another type is refused; whole numbers keep
// all their digits.
import { decodeBase64, utf8Text } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";

/** @throws VaultError invalid_request when `bytes` are no JSON object */
export function parseBackup(bytes: Uint8Array): BackupNode {
  try {
    const value: unknown = JSON.parse(utf8Text(bytes), keepDigits);
    if (typeof value === "object" && value !== null) return new BackupNode(value);
  } catch {
    // Said below, without what was in it.
  }
  return refuse();
}

function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? "";
  return /^\d+$/.test(source) ? BigInt(source) : refuse();
}

export class BackupNode {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  at(name: string): BackupNode {
    const value = this.#value ?? {};
    if (typeof value !== "object" || Array.isArray(value)) return refuse();
    return new BackupNode(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);
  }

  members(): [string, BackupNode][] {
    const value = this.#value ?? {};
    if (typeof value !== "object" || Array.isArray(value)) return refuse();
    return Object.entries(value).map(([name, member]) => [name, new BackupNode(member)]);
  }

  items(): BackupNode[] {
    const value = this.#value ?? [];
    return Array.isArray(value) ? value.map((item) => new BackupNode(item)) : refuse();
  }

  text(): string {
    const value = this.#value ?? "";
    return typeof value === "string" ? value : refuse();
  }

  boolean(): boolean {
    const value = this.#value ?? false;
    return typeof value === "boolean" ? value : refuse();
  }

  /** From 0 to 2^53; -1 stands for "see elsewhere" in one place. */
  integer(): number {
    const value = this.#value ?? 0;
    return typeof value === "number" && Number.isInteger(value) && value >= -1 ? value : refuse();
  }

  /** `undefined` for nothing. */
  big(): bigint | undefined {
    const value = this.#value ?? undefined;
    if (value === undefined || typeof value === "bigint") return value;
    return BigInt(this.integer());
  }

  /** Of base64; `undefined` for nothing. */
  bytes(): Uint8Array | undefined {
    const value = this.text();
    return value === "" ? undefined : (decodeBase64(value) ?? refuse());
  }
}

function refuse(): never {
  throw new VaultError("invalid_request", "failed to restore the backup: it is not in the form of a backup");
}
