// Everything below auth/token/, each path with the room's parts that it needs.

import type { MountLimits } from "#contract/mount-context.ts";
import type { AnyPath } from "#contract/path.ts";
import type { JobDesk } from "../needs.ts";
import type { StateCache } from "../state-cache.ts";
import { type SystemWriteCall, systemPath, systemWrites } from "../system-path.ts";
import { type CreateCall, TokenCreation } from "./create-token.ts";
import { CREATE_BY_ROLE_FIELDS, CREATE_FIELDS } from "./create-wish.ts";
import { lookupPaths } from "./lookup-paths.ts";
import type { LoginRenewal, MountDesk, PolicyDesk } from "./needs.ts";
import { renewPaths } from "./renew-paths.ts";
import { revokePaths } from "./revoke-paths.ts";
import { rolePaths } from "./role-paths.ts";
import { tidyPath } from "./tidy-path.ts";
import type { TokenFinder } from "./token-finder.ts";
import type { TokenIssuer } from "./token-issuer.ts";
import type { TokenRecords } from "./token-records.ts";
import { TokenRenewal } from "./token-renewal.ts";
import type { TokenRevocation } from "./token-revocation.ts";
import { TokenRoles } from "./token-roles.ts";
import type { TokenTidy } from "./token-tidy.ts";

/** Where the room's own mount is: it can not be moved. */
const MOUNT_PATH = "auth/token/";

export interface TokenPathOptions {
  cache: StateCache;
  records: TokenRecords;
  finder: TokenFinder;
  issuer: TokenIssuer;
  revocation: TokenRevocation;
  tidy: TokenTidy;
  jobs: JobDesk;
  policies: PolicyDesk;
  mounts: MountDesk;
  logins: LoginRenewal;
}

export function tokenPaths(room: TokenPathOptions): AnyPath<unknown>[] {
  const { mounts, cache, finder, jobs } = room;
  const limitsOf = (namespace: string) => limits(mounts, namespace);
  const roles = new TokenRoles(cache);
  const creation = new TokenCreation({ ...room, roles, limitsOf });
  const renewal = new TokenRenewal({ ...room, roles, limitsOf });
  return [
    ...createPaths(creation),
    ...lookupPaths(finder),
    ...renewPaths({ finder, renewal }),
    ...revokePaths({ finder, revocation: room.revocation, jobs }),
    ...rolePaths({ roles, limitsOf }),
    tidyPath(room.tidy, jobs),
  ];
}

function limits(mounts: MountDesk, namespace: string): MountLimits {
  const mount = mounts.at(namespace, MOUNT_PATH);
  if (!mount) throw new TypeError("the token mount is there while it serves requests");
  return mounts.limitsOf(mount);
}

function createPaths(creation: TokenCreation): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "create",
      fields: CREATE_FIELDS,
      summary: "Make a child of the caller's token.",
      operations: {
        update: systemWrites((call: SystemWriteCall<typeof CREATE_FIELDS>) => creation.create(call, false)),
      },
    }),
    systemPath({
      pattern: "create-orphan",
      fields: CREATE_FIELDS,
      summary: "Make a token without parent.",
      operations: {
        update: systemWrites((call: SystemWriteCall<typeof CREATE_FIELDS>) => creation.create(call, true)),
      },
    }),
    systemPath({
      pattern: "create/:role_name",
      fields: CREATE_BY_ROLE_FIELDS,
      summary: "Make a token by a role.",
      operations: { update: systemWrites((call: CreateCall) => creation.create(call, false)) },
    }),
  ];
}
