// Opens a wrapping token: as the token itself when we have no other, else by naming it in the body.
import { Secret } from "#base/secret.ts";
import type { Envelope } from "#client/envelope.ts";
import type { VaultClient } from "#client/vault-client.ts";

/** @param token `undefined`: the client's own token is the wrapping token */
export async function unwrap(client: VaultClient, token: string | undefined): Promise<Envelope | undefined> {
  const path = "sys/wrapping/unwrap";
  if (token === undefined) return await client.write(path);
  if (client.hasToken) return await client.write(path, { token });
  return await client.with({ token: Secret.ofText(token) }).write(path);
}
