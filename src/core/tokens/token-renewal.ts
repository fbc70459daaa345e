// Extends a token's life: by what governs it now, its role or the auth method that made it (vault-api.md §4.7).
import { VaultError } from "#base/vault-error.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import type { MintedToken } from "../answer.ts";
import type { SystemWriteCall } from "../system-path.ts";
import type { TokenEntry } from "../token-entry.ts";
import { decideTtl, type TtlInput } from "../ttl.ts";
import type { LoginRenewal } from "./needs.ts";
import type { TokenRecords } from "./token-records.ts";
import type { TokenRoles } from "./token-roles.ts";
import { shownToken } from "./token-spec.ts";

export interface TokenRenewalOptions {
  records: TokenRecords;
  roles: TokenRoles;
  logins: LoginRenewal;
  limitsOf(namespace: string): MountLimits;
}

/** What governs a token's life now. */
type Terms = Pick<
  TtlInput,
  | "ownTtlSeconds"
  | "ownMaxSeconds"
  | "periodSeconds"
  | "explicitMaxSeconds"
  | "mountDefaultSeconds"
  | "mountMaxSeconds"
>;

export interface RenewalWish {
  /** Good, and read in the call's transaction. */
  entry: TokenEntry;
  /** What to call it in the answer; "" when the client knows it by its accessor alone. */
  id: string;
  incrementSeconds: number;
}

export class TokenRenewal {
  readonly #options: TokenRenewalOptions;

  constructor(options: TokenRenewalOptions) {
    this.#options = options;
  }

  /** @returns undefined: its login would not succeed any more, it lives on as it was. @throws VaultError */
  async renew(call: SystemWriteCall, wish: RenewalWish): Promise<MintedToken | undefined> {
    const { entry } = wish;
    if (entry.type === "batch") throw refuse("batch tokens cannot be renewed");
    if (entry.expiresAtMs === 0) throw refuse("invalid lease ID");
    if (!entry.renewable) throw refuse("lease is not renewable");
    const terms = entry.login ? await this.#termsOfLogin(call, entry) : this.#termsOfRole(call, entry);
    if (!terms) return undefined;
    const ttl = decideTtl({
      ...terms,
      nowMs: call.nowMs,
      issuedAtMs: entry.createdAtMs,
      requestedSeconds: wish.incrementSeconds,
    });
    if (ttl.kind === "past-max") throw refuse("past the max TTL, cannot renew");
    const renewed: TokenEntry = {
      ...entry,
      expiresAtMs: call.nowMs + ttl.seconds * 1000,
      lastRenewalAtMs: call.nowMs,
      ...(entry.role !== undefined && { rolePeriodSeconds: terms.periodSeconds }),
    };
    this.#options.records.change(call.transaction, entry, renewed);
    return { ...shownToken(renewed, wish.id, ttl.seconds), warnings: ttl.warnings };
  }

  async #termsOfLogin(call: SystemWriteCall, entry: TokenEntry): Promise<Terms | undefined> {
    const renewed = await this.#options.logins.renew(entry, call);
    if (!renewed) return undefined;
    const { settings } = renewed.grant;
    return {
      ownTtlSeconds: settings.ttlSeconds,
      ownMaxSeconds: settings.maxTtlSeconds,
      periodSeconds: settings.periodSeconds,
      explicitMaxSeconds: entry.explicitMaxTtlSeconds,
      mountDefaultSeconds: renewed.limits.defaultTtlSeconds,
      mountMaxSeconds: renewed.limits.maxTtlSeconds,
    };
  }

  /** Changes of the role's period and explicit maximum reach the tokens that it made. */
  #termsOfRole(call: SystemWriteCall, entry: TokenEntry): Terms {
    const limits = this.#options.limitsOf(entry.namespace);
    const role = this.#roleOf(call, entry);
    return {
      ownTtlSeconds: lastGranted(entry),
      ownMaxSeconds: 0,
      periodSeconds: smallestOf(entry.periodSeconds, role?.periodSeconds || (entry.rolePeriodSeconds ?? 0)),
      explicitMaxSeconds: smallestOf(entry.explicitMaxTtlSeconds, role?.explicitMaxTtlSeconds ?? 0),
      mountDefaultSeconds: limits.defaultTtlSeconds,
      mountMaxSeconds: limits.maxTtlSeconds,
    };
  }

  #roleOf(call: SystemWriteCall, entry: TokenEntry): ReturnType<TokenRoles["find"]> {
    if (entry.role === undefined) return undefined;
    const role = this.#options.roles.find(call.transaction, entry.namespace, entry.role);
    if (role) return role;
    const reason = `original token role ${JSON.stringify(entry.role)} could not be found, not renewing`;
    throw new VaultError("internal", `1 error occurred:\n\t* failed to renew entry: ${reason}\n\n`);
  }
}

/** Who asks for nothing gets what was granted last. */
function lastGranted({ creationTtlSeconds, lastRenewalAtMs, expiresAtMs }: TokenEntry): number {
  return lastRenewalAtMs > 0 ? Math.round((expiresAtMs - lastRenewalAtMs) / 1000) : creationTtlSeconds;
}

/** 0 says nothing. */
function smallestOf(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.min(a, b) : Math.max(a, b);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
