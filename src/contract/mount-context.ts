import type { Logger } from "#base/logger.ts";
import type { Random } from "#base/random.ts";
import type { KeyWork } from "./key-work.ts";
import type { PasswordHasher } from "./password-hasher.ts";

/** TTL bounds of a mount as tuned, or the system's. */
export interface MountLimits {
  defaultTtlSeconds: number;
  maxTtlSeconds: number;
}

/** What an engine or auth method is given when its mount is opened on a thread. It holds no state of its own beyond caches. */
export interface MountContext {
  type: string;
  uuid: string;
  accessor: string;
  namespace: string;
  /** With trailing slash: `secret/`, `auth/userpass/`. Changes when the mount is moved. */
  path: string;
  options: Readonly<Record<string, string>>;
  limits: MountLimits;
  random: Random;
  logger: Logger;
  passwords: PasswordHasher;
  /** Absent: an engine bounds such work on its own thread alone. */
  keyWork?: KeyWork;
}
