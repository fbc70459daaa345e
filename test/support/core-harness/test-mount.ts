import type { MountLimits } from "#contract/mount-context.ts";
import { DEFAULT_MOUNT_CONFIG, type MountConfig, type MountEntry } from "#core/mount-entry.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { randomBytes } from "#crypto/secure-random.ts";

/** A mount as a test asks for it. */
export interface TestMount {
  /** With trailing slash; auth mounts begin with `auth/`. */
  path: string;
  type: string;
  options?: Readonly<Record<string, string>>;
  config?: Partial<MountConfig>;
}

const SYSTEM_TTL_SECONDS = 2_764_800;

export function mountEntryOf({ path, type, options, config }: TestMount): MountEntry {
  return {
    path,
    kind: path.startsWith("auth/") ? "auth" : "secret",
    type,
    uuid: randomUuid(),
    accessor: `${type}_${randomBytes(4).toHex()}`,
    description: "",
    options: options ?? null,
    local: false,
    sealWrap: false,
    externalEntropyAccess: false,
    config: { ...DEFAULT_MOUNT_CONFIG, ...config },
    leaving: false,
  };
}

/** Tuned, or the system's. */
export function limitsOf({ config }: MountEntry): MountLimits {
  const maxTtlSeconds = config.maxTtlSeconds || SYSTEM_TTL_SECONDS;
  const defaultTtlSeconds = Math.min(config.defaultTtlSeconds || SYSTEM_TTL_SECONDS, maxTtlSeconds);
  return { defaultTtlSeconds, maxTtlSeconds };
}
