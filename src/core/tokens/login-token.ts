// From a successful login to its token: what the auth method grants, within what its mount allows.
import { VaultError } from "#base/vault-error.ts";
import type { AuthGrant, TokenSettings } from "#contract/auth-grant.ts";
import type { MountLimits } from "#contract/mount-context.ts";
import type { LoginOrigin } from "../needs.ts";
import {
  DEFAULT_POLICY,
  type GrantablePolicyNames,
  holdsRoot,
  normalizePolicyNames,
  refuseRoot,
} from "../policy-names.ts";
import { decideTtl } from "../ttl.ts";
import { isWithin, parseCidrs } from "./bound-cidrs.ts";
import { denied } from "./denied.ts";
import type { TokenSpec } from "./token-spec.ts";

/** @throws VaultError invalid_request for a grant of root; permission_denied from an address that it excludes */
export function loginToken(
  grant: AuthGrant,
  origin: LoginOrigin,
  limits: MountLimits,
  nowMs: number,
): TokenSpec {
  const { settings } = grant;
  const { mount, requestPath, namespace, connection } = origin;
  const boundCidrs = parseCidrs("token_bound_cidrs", settings.boundCidrs);
  if (!isWithin(boundCidrs, connection.remoteAddress)) throw denied("login from a foreign address");
  const type = typeOf(settings.type, mount.config.tokenType);
  if (type === "batch" && settings.numUses > 0) throw refuse('batch tokens cannot have "num_uses" set');
  const { seconds, warnings } = ttlOf(settings, limits, nowMs);
  return {
    namespace,
    type,
    policies: policiesOf(settings),
    path: requestPath,
    displayName: displayName(origin, grant.displayName),
    metadata: grant.metadata,
    parent: undefined,
    ttlSeconds: seconds,
    explicitMaxTtlSeconds: type === "batch" ? 0 : settings.explicitMaxTtlSeconds,
    periodSeconds: type === "batch" ? 0 : settings.periodSeconds,
    renewable: grant.renewable && type === "service",
    numUses: settings.numUses,
    boundCidrs,
    entityId: "",
    login: { mountAccessor: mount.accessor, mountUuid: mount.uuid, internal: grant.internal },
    warnings,
  };
}

function policiesOf({ policies, noDefaultPolicy }: TokenSettings): GrantablePolicyNames {
  const names = normalizePolicyNames(noDefaultPolicy ? policies : [...policies, DEFAULT_POLICY]);
  if (holdsRoot(names)) throw refuse("auth methods cannot create root tokens");
  return refuseRoot(names);
}

/** A mount's `default-…` can be overruled by the role or user, its `service` and `batch` can not. */
function typeOf(own: TokenSettings["type"], mount: TokenSettings["type"]): "service" | "batch" {
  if (mount === "service" || mount === "batch") return mount;
  if (own === "service" || own === "batch") return own;
  const byDefault = own === "default" ? mount : own;
  return byDefault === "default-batch" ? "batch" : "service";
}

function ttlOf(
  settings: TokenSettings,
  limits: MountLimits,
  nowMs: number,
): { seconds: number; warnings: string[] } {
  const ttl = decideTtl({
    nowMs,
    issuedAtMs: nowMs,
    requestedSeconds: 0,
    ownTtlSeconds: settings.ttlSeconds,
    ownMaxSeconds: settings.maxTtlSeconds,
    periodSeconds: settings.periodSeconds,
    explicitMaxSeconds: settings.explicitMaxTtlSeconds,
    mountDefaultSeconds: limits.defaultTtlSeconds,
    mountMaxSeconds: limits.maxTtlSeconds,
  });
  if (ttl.kind === "past-max") throw refuse("the granted time to live is less than a second");
  return ttl;
}

/** `userpass-ada`: the mount's path, then what the method calls the user. */
function displayName({ mount }: LoginOrigin, name: string): string {
  const prefix = mount.path
    .replace(/^auth\//, "")
    .replace(/\/$/, "")
    .replaceAll("/", "-");
  return name === "" ? prefix : `${prefix}-${name}`;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
