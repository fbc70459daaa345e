// An auth method that lets everybody in who is written down, with the settings that were written.

import { VaultError } from "#base/vault-error.ts";
import { type AuthGrant, DEFAULT_TOKEN_SETTINGS, type TokenSettings } from "#contract/auth-grant.ts";
import { defineEngine } from "#contract/engine.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, writes } from "#contract/path.ts";
import type { ReadView } from "#contract/view.ts";

/** What a test changes between requests: users by name. */
export type Users = Record<string, Partial<TokenSettings>>;

const fields = { name: text("Who."), fail: text("Fail after the grant was made.") };

export function loginEngine(users: Users) {
  const grantOf = (name: string): AuthGrant | undefined => {
    const settings = users[name];
    return (
      settings && {
        settings: { ...DEFAULT_TOKEN_SETTINGS, ...settings },
        displayName: name,
        metadata: { username: name },
        alias: { name, metadata: {} },
        renewable: true,
        internal: { name },
      }
    );
  };
  return defineEngine<null>({
    type: "open",
    kind: "auth",
    open: () => null,
    renew: (_engine, internal, call: ReadCall) => {
      usable(call.storage);
      return grantOf(String(internal.name));
    },
    paths: [
      definePath<null>()({
        pattern: "login/:name",
        access: "none",
        fields,
        summary: "Log in.",
        operations: {
          update: writes<null, typeof fields>((_engine, call) => {
            const auth = grantOf(call.fields.name ?? "");
            if (!auth || call.fields.fail) throw new VaultError("invalid_request", "invalid username");
            return { auth };
          }),
        },
      }),
    ],
  });
}

/** Renewal gets the storage of the mount that made the token. */
function usable(storage: ReadView): void {
  storage.get("anything");
}
