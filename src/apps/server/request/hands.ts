// What a request thread does with the hands of others: slow hashes and private keys in the process's slots, login failures counted by the
// main thread for all threads.
import type { KeyWork } from "#contract/key-work.ts";
import type { PasswordHasher } from "#contract/password-hasher.ts";
import { type FailureCounters, Lockout } from "#core/lockout/lockout.ts";
import type { LockoutDesk } from "#core/needs.ts";
import { KeyWorkQueue } from "#kit/key-work-queue.ts";
import { PasswordQueue } from "#kit/password-queue.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import type { RequestThreadData } from "../main/node-data.ts";

export interface Hands {
  passwords: PasswordHasher;
  keyWork: KeyWork;
  loginFailures: FailureCounters;
  lockout: LockoutDesk;
}

export function hands(main: Rpc<MainMethods>, { memory, lockouts }: RequestThreadData): Hands {
  const loginFailures: FailureCounters = {
    isLocked: (login) => main.call("isLoginLocked", login),
    failed: (login) => main.call("loginFailed", login),
    succeeded: (login) => main.call("loginSucceeded", login),
    unlock: (login) => main.call("unlockLogin", login),
    locked: () => main.call("lockedLogins"),
  };
  return {
    passwords: new PasswordQueue({ slots: memory.passwordSlots }),
    keyWork: new KeyWorkQueue(memory.keyWorkSlots),
    loginFailures,
    lockout: new Lockout(loginFailures, lockouts),
  };
}
