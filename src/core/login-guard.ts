// Logins by name, under the lockout: a locked name is refused before its password is looked at, and a failure counts
// whoever it was. What is answered tells nothing of whether such a user exists (CVE-2025-6010).
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { MountEntry } from "./mount-entry.ts";
import type { LockoutDesk } from "./needs.ts";

/** Who logs in where. */
export interface NamedLogin {
  mount: MountEntry;
  /** As the method compares names. */
  name: string;
}

/** @throws VaultError permission_denied while locked, whatever `run` would say */
export function guardLogin<T>(
  desk: LockoutDesk,
  { mount, name }: NamedLogin,
  run: () => MaybePromise<T>,
): MaybePromise<T> {
  const counted = () =>
    orElse(run, (error) => {
      if (!(error instanceof VaultError) || error.code !== "invalid_credentials") throw error;
      return andThen(desk.failed(mount, name), (isLocked) => {
        throw isLocked ? locked() : error;
      });
    });
  return andThen(desk.isLocked(mount, name), (isLocked) => {
    if (isLocked) throw locked();
    // Many guesses may be under way at once: the one that is right does not get in after the others locked the name.
    return andThen(counted(), (value) =>
      andThen(desk.succeeded(mount, name), (isStillOpen) => {
        if (!isStillOpen) throw locked();
        return value;
      }),
    );
  });
}

function locked(): VaultError {
  return new VaultError("permission_denied", "permission denied", { cause: "locked out" });
}
