// auth/token/create, create-orphan and create/<role>: what a token may beget (vault-api.md §4.5).
import { VaultError } from "#base/vault-error.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import type { SystemWriteCall } from "../system-path.ts";
import type { TokenEntry } from "../token-entry.ts";
import { decideTtl } from "../ttl.ts";
import { intersectCidrs } from "./bound-cidrs.ts";
import { type CREATE_BY_ROLE_FIELDS, type CreateWish, readCreateWish } from "./create-wish.ts";
import { denied } from "./denied.ts";
import type { PolicyDesk } from "./needs.ts";
import { customIdProblem } from "./token-ids.ts";
import type { TokenIssuer } from "./token-issuer.ts";
import { decidePolicies, matchesGlob } from "./token-policies.ts";
import type { TokenRole } from "./token-role.ts";
import type { TokenRoles } from "./token-roles.ts";
import type { TokenSpec } from "./token-spec.ts";

export type CreateCall = SystemWriteCall<typeof CREATE_BY_ROLE_FIELDS>;

export interface TokenCreationOptions {
  issuer: TokenIssuer;
  roles: TokenRoles;
  policies: PolicyDesk;
  limitsOf(namespace: string): MountLimits;
}

/** Everything that decides about one token. */
interface Creation {
  call: CreateCall;
  parent: TokenEntry;
  wish: CreateWish;
  role: TokenRole | undefined;
  isSudo: boolean;
  isOrphan: boolean;
  warnings: string[];
}

export class TokenCreation {
  readonly #options: TokenCreationOptions;

  constructor(options: TokenCreationOptions) {
    this.#options = options;
  }

  /** @throws VaultError invalid_request */
  create(call: CreateCall, isOrphanPath: boolean): undefined {
    const parent = demandParent(call.token);
    const role = this.#roleOf(call);
    const wish = readCreateWish(call.fields);
    const isOrphan = role?.orphan ?? (isOrphanPath || wish.noParent);
    const creation: Creation = { call, parent, wish, role, isSudo: hasSudo(call), isOrphan, warnings: [] };
    demandEntityAlias(wish, role);
    const type = typeOf(wish, role);
    if (type === "batch") demandBatchable(wish);
    if (wish.id !== undefined) demandPrivilege(creation, "specify token id");
    const policies = decidePolicies({
      ...wish,
      ...creation,
      requested: wish.policies,
      parent: parent.policies,
    });
    if (wish.noParent && !role) demandPrivilege(creation, "create orphan token");
    if (wish.periodSeconds > 0) demandPrivilege(creation, "create periodic token");
    const spec = this.#specOf(creation, type, policies);
    if (type === "service") demandGoodId(wish.id);
    call.mint(this.#options.issuer.issue(call.transaction, spec));
    return undefined;
  }

  #roleOf(call: CreateCall): TokenRole | undefined {
    const name = call.fields.role_name;
    if (name === undefined) return undefined;
    const role = this.#options.roles.find(call.transaction, call.request.namespace, name);
    if (!role) throw refuse(`unknown role ${name}`);
    return role;
  }

  #specOf(creation: Creation, type: TokenSpec["type"], policies: TokenSpec["policies"]): TokenSpec {
    const { call, parent, wish, role, isOrphan, warnings } = creation;
    const explicitMaxTtlSeconds = lesser(
      "Explicit max TTL",
      wish.explicitMaxTtlSeconds,
      role?.explicitMaxTtlSeconds,
      warnings,
    );
    const periodSeconds = lesser("Period", wish.periodSeconds, role?.periodSeconds, warnings);
    const numUses = lesserOf(wish.numUses, role?.numUses ?? 0);
    const isRoot = policies[0] === "root";
    if (type === "batch") demandBatchable({ numUses, periodSeconds, explicitMaxTtlSeconds, isRoot });
    const terms = { explicitMaxTtlSeconds, periodSeconds };
    const ttlSeconds = isRoot ? this.#rootTtl(creation, terms) : this.#ttl(creation, terms);
    this.#warnOfMissing(policies, warnings);
    return {
      namespace: call.request.namespace,
      type,
      policies,
      path: role?.pathSuffix ? `${call.request.path}/${role.pathSuffix}` : call.request.path,
      displayName: wish.displayName,
      metadata: wish.metadata,
      parent: isOrphan ? undefined : parent,
      ttlSeconds,
      explicitMaxTtlSeconds: wish.explicitMaxTtlSeconds,
      periodSeconds: wish.periodSeconds,
      renewable: ttlSeconds > 0 && wish.renewable && (role?.renewable ?? true),
      numUses,
      boundCidrs: isOrphan
        ? (role?.boundCidrs ?? [])
        : intersectCidrs(parent.boundCidrs, role?.boundCidrs ?? []),
      entityId: parent.entityId,
      ...(role && { role: { name: role.name, periodSeconds: role.periodSeconds } }),
      ...(wish.id !== undefined && { id: wish.id }),
      warnings,
    };
  }

  #warnOfMissing(policies: readonly string[], warnings: string[]): void {
    for (const name of policies) {
      if (!this.#options.policies.exists(name))
        warnings.push(`Policy ${JSON.stringify(name)} does not exist`);
    }
  }

  /** A root token ends only if it is asked to, or is made by one that ends. */
  #rootTtl(creation: Creation, terms: Terms): number {
    const { wish, parent } = creation;
    const isEnding = wish.ttlSeconds > 0 || terms.periodSeconds > 0 || terms.explicitMaxTtlSeconds > 0;
    if (isEnding) return this.#ttl(creation, terms, wish.ttlSeconds || terms.explicitMaxTtlSeconds);
    if (parent.expiresAtMs > 0) throw refuse("expiring root tokens cannot create non-expiring root tokens");
    return 0;
  }

  #ttl({ call, wish, warnings }: Creation, terms: Terms, requestedSeconds = wish.ttlSeconds): number {
    const limits = this.#options.limitsOf(call.request.namespace);
    const ttl = decideTtl({
      nowMs: call.nowMs,
      issuedAtMs: call.nowMs,
      requestedSeconds,
      ownTtlSeconds: 0,
      ownMaxSeconds: 0,
      periodSeconds: terms.periodSeconds,
      explicitMaxSeconds: terms.explicitMaxTtlSeconds,
      mountDefaultSeconds: limits.defaultTtlSeconds,
      mountMaxSeconds: limits.maxTtlSeconds,
    });
    if (ttl.kind === "past-max") throw refuse("the time to live that is left is less than a second");
    warnings.push(...ttl.warnings);
    return ttl.seconds;
  }
}

interface Terms {
  explicitMaxTtlSeconds: number;
  periodSeconds: number;
}

function demandParent(parent: TokenEntry | undefined): TokenEntry {
  if (!parent) throw denied("no token");
  if (parent.type === "batch") throw refuse("batch tokens cannot create more tokens");
  if (parent.usesLeft > 0) throw refuse("restricted use token cannot generate child tokens");
  return parent;
}

function hasSudo(call: CreateCall): boolean {
  const granted = call.acl?.capabilities(call.request.path) ?? [];
  return granted.includes("root") || granted.includes("sudo");
}

function demandPrivilege({ isSudo }: Creation, what: string): void {
  if (!isSudo) throw refuse(`root or sudo privileges required to ${what}`);
}

function demandGoodId(id: string | undefined): void {
  const problem = id === undefined ? undefined : customIdProblem(id);
  if (problem !== undefined) throw refuse(problem);
}

/** Until there are entities nobody can be made a token of theirs, whatever the role allows. */
function demandEntityAlias({ entityAlias }: CreateWish, role: TokenRole | undefined): void {
  if (entityAlias === undefined) return;
  if (!role) throw refuse("'entity_alias' is only allowed in combination with token role");
  const isAllowed = role.allowedEntityAliases?.some((glob) => matchesGlob(glob, entityAlias.toLowerCase()));
  if (!isAllowed) throw refuse("invalid 'entity_alias' value");
  throw refuse("'entity_alias' is not supported by this version");
}

function typeOf(wish: CreateWish, role: TokenRole | undefined): "service" | "batch" {
  if (role?.type === "service" || role?.type === "batch") return role.type;
  return wish.type ?? (role?.type === "default-batch" ? "batch" : "service");
}

function demandBatchable(wish: Terms & { numUses: number; isRoot?: boolean }): void {
  const cannot = (field: string) => refuse(`batch tokens cannot have "${field}" set`);
  if (wish.numUses > 0) throw cannot("num_uses");
  if (wish.periodSeconds > 0) throw cannot("period");
  if (wish.explicitMaxTtlSeconds > 0) throw cannot("explicit_max_ttl");
  if (wish.isRoot) throw refuse("batch tokens cannot be root tokens");
}

/** What the client and the role say together, the tighter of both. */
function lesser(what: string, wish: number, role: number | undefined, warnings: string[]): number {
  const seconds = lesserOf(wish, role ?? 0);
  if (wish > 0 && role) {
    warnings.push(
      `${what} specified both during creation call and in role; using the lesser value of ${seconds} seconds`,
    );
  }
  return seconds;
}

/** 0 says nothing. */
function lesserOf(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.min(a, b) : Math.max(a, b);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
