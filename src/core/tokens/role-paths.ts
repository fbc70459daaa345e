// auth/token/roles.
import type { MountLimits } from "#contract/mount-context.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import {
  type SystemReadCall,
  type SystemWriteCall,
  systemPath,
  systemReads,
  systemWrites,
} from "../system-path.ts";
import { ROLE_FIELDS, withRoleFields } from "./role-fields.ts";
import { NEW_ROLE, type OldRoleField, type TokenRole, tokenRoleKey, tokenRoleRecord } from "./token-role.ts";
import type { TokenRoles } from "./token-roles.ts";

type ReadRole = SystemReadCall<typeof ROLE_FIELDS>;
type WriteRole = SystemWriteCall<typeof ROLE_FIELDS>;
const PAGE = 1000;

export interface RolePathOptions {
  roles: TokenRoles;
  limitsOf(namespace: string): MountLimits;
}

export function rolePaths({ roles, limitsOf }: RolePathOptions): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "roles",
      fields: {},
      summary: "List the token roles.",
      operations: { list: systemReads(list) },
    }),
    systemPath({
      pattern: "roles/:role_name",
      fields: ROLE_FIELDS,
      exists: (_engine, call) => find(roles, call as ReadRole) !== undefined,
      summary: "A role says what tokens may be made by it.",
      operations: {
        read: systemReads((call: ReadRole) => read(find(roles, call))),
        update: systemWrites((call: WriteRole) => write(find(roles, call), call, limitsOf)),
        delete: systemWrites(remove),
      },
    }),
  ];
}

function find(roles: TokenRoles, call: ReadRole): TokenRole | undefined {
  return roles.find(call.transaction, call.request.namespace, call.fields.role_name ?? "");
}

async function list(call: SystemReadCall): Promise<Reply> {
  const prefix = tokenRoleKey(call.request.namespace, "");
  const keys: string[] = [];
  for (;;) {
    const after = keys.at(-1);
    const page = { limit: PAGE, ...(after !== undefined && { after }) };
    const names = await call.transaction.children(prefix, page);
    keys.push(...names);
    if (names.length < PAGE) return { data: { keys } };
  }
}

function read(role: TokenRole | undefined): Reply | undefined {
  if (!role) return undefined;
  const old = <T>(name: OldRoleField, value: T): T | undefined =>
    role.givenByOldName.includes(name) ? value : undefined;
  const cidrs = role.boundCidrs.length > 0 ? role.boundCidrs : undefined;
  return {
    data: {
      name: role.name,
      allowed_policies: role.allowedPolicies,
      disallowed_policies: role.disallowedPolicies,
      allowed_policies_glob: role.allowedPoliciesGlob,
      disallowed_policies_glob: role.disallowedPoliciesGlob,
      orphan: role.orphan,
      renewable: role.renewable,
      path_suffix: role.pathSuffix,
      allowed_entity_aliases: role.allowedEntityAliases,
      explicit_max_ttl: old("explicit_max_ttl", role.explicitMaxTtlSeconds) ?? 0,
      period: old("period", role.periodSeconds) ?? 0,
      bound_cidrs: old("bound_cidrs", cidrs),
      token_bound_cidrs: cidrs,
      token_explicit_max_ttl: role.explicitMaxTtlSeconds,
      token_no_default_policy: role.noDefaultPolicy,
      token_num_uses: role.numUses > 0 ? role.numUses : undefined,
      token_period: role.periodSeconds,
      token_type: role.type,
    },
  };
}

function write(
  before: TokenRole | undefined,
  call: WriteRole,
  limitsOf: RolePathOptions["limitsOf"],
): Reply | undefined {
  const { namespace } = call.request;
  const name = call.fields.role_name ?? "";
  const warnings: string[] = [];
  const role = withRoleFields(before ?? { name, ...NEW_ROLE }, call.fields, (warning) =>
    warnings.push(warning),
  );
  const { maxTtlSeconds } = limitsOf(namespace);
  if (role.explicitMaxTtlSeconds > maxTtlSeconds) {
    warnings.push(
      `Given explicit max TTL of ${role.explicitMaxTtlSeconds} is greater than system/mount allowed value of ${maxTtlSeconds} seconds; tokens of this role will not live longer than that`,
    );
  }
  call.transaction.write(tokenRoleRecord, tokenRoleKey(namespace, name), role);
  // Only with something to say is there an answer (vault-api.md §2.4).
  return warnings.length > 0 ? { warnings } : undefined;
}

function remove(call: WriteRole): undefined {
  call.transaction.delete(tokenRoleKey(call.request.namespace, call.fields.role_name ?? ""));
  return undefined;
}
