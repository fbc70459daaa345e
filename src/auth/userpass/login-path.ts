// auth/<mount>/login/:username. Whether the name or the password was wrong shows neither in the answer nor in the time
// it takes (CVE-2025-6011), nor in what is counted for the lockout (CVE-2025-6010).
import type { JsonObject } from "#base/json/raw-json.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { AuthGrant } from "#contract/auth-grant.ts";
import { secret } from "#contract/fields/secret.ts";
import { definePath, type ReadCall, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { settingsAt } from "#kit/token-settings.ts";
import { demandShort } from "./password-hash.ts";
import { readUser, type User, writeUser } from "./user.ts";
import { userNameField } from "./user-fields.ts";
import type { Userpass } from "./userpass.ts";

const loginFields = { username: userNameField, password: secret("The password.") };

export const loginPath = definePath<Userpass>()({
  pattern: "login/:username",
  fields: loginFields,
  caseless: ["username"],
  access: "none",
  lockoutName: ({ username = "" }) => username,
  summary: "Log in with a password.",
  operations: { update: writes(login, { summary: "Log in." }) },
});

async function login(userpass: Userpass, call: WriteCall<typeof loginFields>): Promise<Reply> {
  const { storage, fields, request } = call;
  const { username = "", password } = fields;
  if (!password || password.length === 0) throw new VaultError("invalid_request", "missing password");
  demandShort(password);
  const user = readUser(storage, username);
  try {
    const isRight = await userpass.passwords.verify(password, user?.passwordHash);
    if (!user || !isRight) throw new VaultError("invalid_credentials", "invalid username or password");
    await renewHash(userpass, call, { username, user, password });
  } finally {
    password.wipe();
  }
  return { auth: grantOf(username, user, request.connection.remoteAddress) };
}

interface KnownUser {
  username: string;
  user: User;
  password: Secret;
}

/** A hash that was imported, or made when they were cheaper, is made anew now that the password is at hand. */
async function renewHash(
  { passwords }: Userpass,
  { storage }: WriteCall,
  { username, user, password }: KnownUser,
): Promise<void> {
  if (passwords.isCurrent(user.passwordHash)) return;
  writeUser(storage, username, { ...user, passwordHash: await passwords.hash(password) });
}

function grantOf(username: string, { settings }: User, address: string): AuthGrant {
  return {
    settings: settingsAt(settings, address),
    displayName: username,
    metadata: { username },
    alias: { name: username, metadata: {} },
    renewable: true,
    internal: { username, policies: settings.policies },
  };
}

/** The user must still be there, with the same policies. @throws VaultError invalid_request when those changed */
export function renewLogin(_userpass: Userpass, internal: JsonObject, call: ReadCall): AuthGrant | undefined {
  const { username, policies } = internal as { username: string; policies: readonly string[] };
  const user = readUser(call.storage, username);
  if (!user) return undefined;
  if (policies.join() !== user.settings.policies.join()) {
    throw new VaultError("invalid_request", "policies have changed, not renewing");
  }
  return grantOf(username, user, call.request.connection.remoteAddress);
}
