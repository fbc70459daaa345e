// Gets a token for the peer: the configured one, or that of a login.
import { utf8Text } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import type { JsonObject } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";
import { CredentialError, readCredential } from "./read-credential.ts";
import type { PeerLogin, SecretPlace } from "./transit-settings.ts";

export interface FreshToken {
  readonly secret: Secret;
  /** What the login granted; `undefined` for a configured token, which nobody has looked at yet. */
  readonly grant: { readonly seconds: number; readonly isRenewable: boolean } | undefined;
}

type RealLogin = Exclude<PeerLogin, { method: "token" }>;

/** @throws CredentialError, ApiError, TransportError */
export async function logIn(login: PeerLogin, client: VaultClient): Promise<FreshToken> {
  if (login.method === "token") return { secret: readCredential(login.token, "token"), grant: undefined };
  const answer = await client.write(pathOf(login), bodyOf(login));
  const auth = answer?.auth;
  if (!auth || auth.clientToken === "") {
    throw new CredentialError(`the ${login.method} login at the peer gave no token`);
  }
  return {
    secret: Secret.ofText(auth.clientToken),
    grant: { seconds: auth.leaseDurationSeconds, isRenewable: auth.renewable },
  };
}

function pathOf(login: RealLogin): string {
  const mount = `auth/${login.mountPath}/login`;
  return login.method === "approle" ? mount : `${mount}/${login.username}`;
}

function bodyOf(login: RealLogin): JsonObject {
  if (login.method === "userpass") return { password: textOf(login.password, "password") };
  return {
    role_id: textOf(login.roleId, "role id"),
    ...(login.secretId && { secret_id: textOf(login.secretId, "secret id") }),
  };
}

function textOf(place: SecretPlace, what: string): string {
  const secret = readCredential(place, what);
  try {
    return utf8Text(secret.reveal());
  } catch {
    throw new CredentialError(`the ${what} is no UTF-8 text`);
  } finally {
    secret.wipe();
  }
}
