// What is known of a mount. Stored by path, so that finding the mount of a request needs no table.
import type { TokenSettings } from "#contract/auth-grant.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface UserLockoutConfig {
  threshold: number;
  durationSeconds: number;
  counterResetSeconds: number;
  disabled: boolean;
}

export interface MountConfig {
  /** 0: the system's. */
  defaultTtlSeconds: number;
  maxTtlSeconds: number;
  forceNoCache: boolean;
  auditNonHmacRequestKeys: readonly string[];
  auditNonHmacResponseKeys: readonly string[];
  listingVisibility: "" | "hidden" | "unauth";
  passthroughRequestHeaders: readonly string[];
  allowedResponseHeaders: readonly string[];
  /** Auth mounts only. */
  tokenType: TokenSettings["type"];
  userLockout: UserLockoutConfig | undefined;
}

export const DEFAULT_MOUNT_CONFIG: MountConfig = {
  defaultTtlSeconds: 0,
  maxTtlSeconds: 0,
  forceNoCache: false,
  auditNonHmacRequestKeys: [],
  auditNonHmacResponseKeys: [],
  listingVisibility: "",
  passthroughRequestHeaders: [],
  allowedResponseHeaders: [],
  tokenType: "default-service",
  userLockout: undefined,
};

export interface MountEntry {
  /** With trailing slash; auth mounts begin with `auth/`. */
  path: string;
  kind: "secret" | "auth";
  type: string;
  uuid: string;
  accessor: string;
  description: string;
  options: Readonly<Record<string, string>> | null;
  local: boolean;
  sealWrap: boolean;
  externalEntropyAccess: boolean;
  config: MountConfig;
}

export const mountRecord = jsonRecord<MountEntry>("mount", 1);

/** Each change of the set of mounts bumps it: no two overlap. */
export const MOUNTS_GUARD = storageKey("guard", "root", "mounts");

export function mountKey(namespace: string, path: string): string {
  return storageKey("mount", namespace, path);
}
