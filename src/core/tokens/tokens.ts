// The token store's face towards the pipeline: who presents this token, may it be used, and what becomes of it.
import type { Barrier } from "#barrier/barrier.ts";
import { utf8Text } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Caller } from "#contract/caller.ts";
import type { Connection, Request } from "#contract/request.ts";
import { ROOT_NAMESPACE } from "#storage/key-areas.ts";
import type { Acl } from "../acl.ts";
import type { IdentifiedToken } from "../needs.ts";
import type { CachedRecord, StateCache } from "../state-cache.ts";
import { type TokenEntry, tokenKey, tokenRecord } from "../token-entry.ts";
import { decodeBatchToken } from "./batch-token.ts";
import { isWithin } from "./bound-cidrs.ts";
import { BATCH_PREFIX, MAX_TOKEN_BYTES } from "./token-ids.ts";
import type { TokenNamer } from "./token-namer.ts";

export interface PolicyDesk {
  aclFor(names: readonly string[]): Acl;
  /** The guard that every change of a policy bumps. */
  authority(): { key: string; version: number };
}

export interface TokensOptions {
  cache: StateCache;
  barrier: Barrier;
  namer: TokenNamer;
  policies: PolicyDesk;
}

interface Known {
  entry: TokenEntry;
  caller: Caller;
  stored: { key: string; version: number };
}

export class Tokens {
  readonly #options: TokensOptions;
  /** What was made of a cached entry; gone with it. */
  readonly #known = new WeakMap<CachedRecord<TokenEntry>, Known>();

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** @throws VaultError permission_denied, the same for every reason; the reason is for the log */
  identify(token: Request["token"], connection: Connection, nowMs: number): IdentifiedToken {
    if (!token || token.length === 0) throw denied("no token");
    if (token.length > MAX_TOKEN_BYTES) throw denied("token too long");
    const bytes = token.reveal();
    const known = isBatch(bytes) ? this.#batch(bytes) : this.#service(bytes);
    demandUsable(known.entry, connection, nowMs);
    const { policies } = this.#options;
    const acl = policies.aclFor(known.caller.policies);
    return {
      entry: known.entry,
      stored: known.stored,
      caller: known.caller,
      acl,
      authority: this.#authority(known.entry),
    };
  }

  #service(id: Uint8Array): Known {
    const key = tokenKey(ROOT_NAMESPACE, this.#options.namer.nameOf(id));
    const record = this.#options.cache.read(tokenRecord, key);
    if (!record.value) throw denied("unknown token");
    const known = this.#known.get(record);
    if (known) return known;
    const made = {
      entry: record.value,
      caller: callerOf(record.value),
      stored: { key, version: record.version },
    };
    this.#known.set(record, made);
    return made;
  }

  #batch(id: Uint8Array): Omit<Known, "stored"> & { stored: undefined } {
    const entry = decodeBatchToken(this.#options.barrier, utf8Text(id));
    if (!entry) throw denied("not a batch token of this cluster");
    if (entry.parent && !this.#parentOf(entry)) throw denied("its parent is gone");
    return { entry, caller: callerOf(entry), stored: undefined };
  }

  #parentOf(entry: TokenEntry): CachedRecord<TokenEntry> | undefined {
    const record = this.#options.cache.read(tokenRecord, tokenKey(entry.namespace, entry.parent ?? ""));
    return record.value && !record.value.revoking ? record : undefined;
  }

  #authority(entry: TokenEntry): IdentifiedToken["authority"] {
    const guard = this.#options.policies.authority();
    const parent = entry.type === "batch" && entry.parent ? this.#parentOf(entry) : undefined;
    if (!parent) return [guard];
    return [guard, { key: tokenKey(entry.namespace, entry.parent ?? ""), version: parent.version }];
  }
}

function isBatch(id: Uint8Array): boolean {
  return BATCH_PREFIX.split("").every((letter, at) => id[at] === letter.charCodeAt(0));
}

function callerOf(entry: TokenEntry): Caller {
  return {
    accessor: entry.accessor,
    displayName: entry.displayName,
    policies: entry.policies,
    isRoot: entry.policies.includes("root"),
    entityId: entry.entityId,
    metadata: entry.metadata ?? {},
    tokenType: entry.type,
    cubbyholeId: entry.type === "service" ? entry.cubbyholeId : undefined,
  };
}

function demandUsable(entry: TokenEntry, connection: Connection, nowMs: number): void {
  if (entry.revoking || entry.isLastUse) throw denied("being revoked");
  if (entry.expiresAtMs > 0 && nowMs >= entry.expiresAtMs) throw denied("expired");
  const isBound =
    entry.boundCidrs.length > 0 && !(entry.policies.includes("root") && entry.expiresAtMs === 0);
  if (isBound && !isWithin(entry.boundCidrs, connection.remoteAddress))
    throw denied("used from a foreign address");
}

/** One answer for every way in which a token is no good. */
export function denied(cause: string): VaultError {
  return new VaultError("permission_denied", "permission denied", { cause });
}
