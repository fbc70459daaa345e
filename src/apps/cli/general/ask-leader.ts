// Who leads, asked of a node. A sealed one may refuse to tell; that it has a cluster to be sealed in is known then.
import { ApiError } from "#client/api-error.ts";
import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import type { VaultClient } from "#client/vault-client.ts";

export async function askLeader(client: VaultClient): Promise<JsonObject> {
  try {
    const leader = await client.json({ method: "GET", path: "sys/leader" });
    return isJsonObject(leader) ? leader : {};
  } catch (error) {
    if (error instanceof ApiError && error.status === 503) return { ha_enabled: true };
    throw error;
  }
}
