// Who presents this token, on every request's path: what was made of a cached entry is kept beside it, so that a known
// token costs a digest and a few look-ups, and makes no garbage while its policies stay.
import type { BlockList } from "node:net";
import type { Barrier } from "#barrier/barrier.ts";
import { utf8Text } from "#base/bytes.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { Caller } from "#contract/caller.ts";
import type { Connection, Request } from "#contract/request.ts";
import type { IdentifiedToken } from "../needs.ts";
import { ROOT_POLICY } from "../policy-names.ts";
import type { CachedRecord, StateCache } from "../state-cache.ts";
import { type TokenEntry, tokenKey, tokenRecord } from "../token-entry.ts";
import { decodeBatchToken } from "./batch-token.ts";
import { addressesIn, holdsAddress } from "./bound-cidrs.ts";
import { denied } from "./denied.ts";
import type { PolicyDesk } from "./needs.ts";
import { holdsBatch } from "./token-finder.ts";
import { BATCH_PREFIX, MAX_TOKEN_BYTES } from "./token-ids.ts";
import type { TokenNamer } from "./token-namer.ts";
import { tokenProblem } from "./token-state.ts";

export interface TokenIdentifierOptions {
  cache: StateCache;
  barrier: Barrier;
  namer: TokenNamer;
  policies: PolicyDesk;
}

interface Known {
  entry: TokenEntry;
  caller: Caller;
  stored: IdentifiedToken["stored"];
  /** Undefined: from anywhere. */
  bounds: BlockList | undefined;
  /** Right while rules and guard are those in it. */
  identified: IdentifiedToken | undefined;
}

const BATCH_LETTERS = [...BATCH_PREFIX].map((letter) => letter.charCodeAt(0));

export class TokenIdentifier {
  readonly #options: TokenIdentifierOptions;
  /** What was made of a cached entry; gone with it. */
  readonly #known = new WeakMap<CachedRecord<TokenEntry>, Known>();

  constructor(options: TokenIdentifierOptions) {
    this.#options = options;
  }

  /** @throws VaultError permission_denied, the same for every reason; the reason is for the log */
  identify(token: Request["token"], connection: Connection, nowMs: number): IdentifiedToken {
    if (!token || token.length === 0) throw denied("no token");
    if (token.length > MAX_TOKEN_BYTES) throw denied("token too long");
    const id = token.reveal();
    if (isBatch(id)) return this.#batch(id, connection, nowMs);
    const known = this.#service(id);
    demandUsable(known, connection, nowMs);
    return this.#withRules(known);
  }

  #service(id: Uint8Array): Known {
    const key = tokenKey(ROOT_NAMESPACE, this.#options.namer.nameOf(id));
    const record = this.#options.cache.read(tokenRecord, key);
    if (!record.value) throw denied("unknown token");
    const known = this.#known.get(record);
    if (known) return known;
    const made = knownOf(record.value, { key, version: record.version });
    this.#known.set(record, made);
    return made;
  }

  #withRules(known: Known): IdentifiedToken {
    const { policies } = this.#options;
    const acl = policies.aclFor(known.entry.policies);
    const guard = policies.authority();
    const before = known.identified;
    if (before?.acl === acl && before.authority[0]?.version === guard.version) return before;
    const { entry, stored, caller } = known;
    const identified = { entry, stored, caller, acl, authority: [guard] };
    known.identified = identified;
    return identified;
  }

  #batch(id: Uint8Array, connection: Connection, nowMs: number): IdentifiedToken {
    const entry = decodeBatchToken(this.#options.barrier, textOf(id));
    if (!entry) throw denied("not a batch token of this cluster");
    const known = knownOf(entry, undefined);
    demandUsable(known, connection, nowMs);
    const identified = this.#withRules(known);
    if (!entry.parent) return identified;
    const key = tokenKey(entry.namespace, entry.parent);
    const parent = this.#options.cache.read(tokenRecord, key);
    if (!parent.value || !holdsBatch(parent.value, entry, nowMs)) throw denied("its parent is gone");
    return { ...identified, authority: [...identified.authority, { key, version: parent.version }] };
  }
}

function isBatch(id: Uint8Array): boolean {
  return BATCH_LETTERS.every((letter, at) => id[at] === letter);
}

/** Bytes that are no text are no batch token either. */
function textOf(id: Uint8Array): string {
  try {
    return utf8Text(id);
  } catch {
    throw denied("not a batch token of this cluster");
  }
}

function knownOf(entry: TokenEntry, stored: IdentifiedToken["stored"]): Known {
  const { boundCidrs, expiresAtMs, policies } = entry;
  // A root token without end is the last way in: it is good from anywhere (vault-api.md §4.6).
  const isBound = boundCidrs.length > 0 && !(expiresAtMs === 0 && policies.includes(ROOT_POLICY));
  const bounds = isBound ? addressesIn(boundCidrs) : undefined;
  return { entry, caller: callerOf(entry), stored, bounds, identified: undefined };
}

function callerOf(entry: TokenEntry): Caller {
  return {
    accessor: entry.accessor,
    displayName: entry.displayName,
    policies: entry.policies,
    isRoot: entry.policies.includes(ROOT_POLICY),
    entityId: entry.entityId,
    metadata: entry.metadata ?? {},
    tokenType: entry.type,
    cubbyholeId: entry.type === "service" ? entry.cubbyholeId : undefined,
  };
}

function demandUsable({ entry, bounds }: Known, connection: Connection, nowMs: number): void {
  const problem = tokenProblem(entry, nowMs);
  if (problem !== undefined) throw denied(problem);
  if (bounds && !holdsAddress(bounds, connection.remoteAddress)) throw denied("used from a foreign address");
}
