// What a handler answers. `undefined` instead of a reply means "nothing": 204 for a write, 404 for a read.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { AuthGrant } from "./auth-grant.ts";
import type { SecretGrant } from "./secret-grant.ts";

export interface Reply {
  data?: JsonObject;
  warnings?: readonly string[];
  /** A login or a token creation: the pipeline mints the token. */
  auth?: AuthGrant;
  /** A leased secret: the pipeline registers the lease. */
  secret?: SecretGrant;
  /** `lease_duration` of an answer that carries no lease (kv v1). */
  leaseDurationSeconds?: number;
  /** Only where Vault answers something else than 200 or 204. */
  status?: number;
  /** The body is `data` alone, without the envelope (vault-api.md §1.1, §2.8). */
  bare?: boolean;
  /** Not JSON at all. */
  raw?: RawReply;
  headers?: Readonly<Record<string, string>>;
}

export interface RawReply {
  contentType: string;
  body: Uint8Array | ReadableStream<Uint8Array>;
}
