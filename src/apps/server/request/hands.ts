import { VaultError } from "#base/vault-error.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import type { LockoutDesk } from "#core/needs.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";

export function hands(_main: Rpc<MainMethods>): { passwords: PasswordHasher; lockout: LockoutDesk } {
  const none = () => Promise.reject(new VaultError("internal", "no password hasher"));
  return {
    passwords: { hash: none, verify: none, isCurrent: () => true },
    lockout: { isLocked: () => false, failed: () => false, succeeded: () => true },
  };
}
