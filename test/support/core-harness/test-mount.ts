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
  };
}
