// The requests of the kv bench.
import type { RequestParts } from "../load/request-parts.ts";

const VALUE = {
  username: "app",
  password: "s3cr3t-0123456789",
  url: "postgres://db.internal:5432/app",
  n: 42,
};

export const KV_ROWS = ["kv2 read", "kv1 read", "token lookup", "kv2 write", "kv1 write"] as const;
export type KvRow = (typeof KV_ROWS)[number];

const REQUESTS: Record<KvRow, RequestParts> = {
  "kv2 read": { method: "GET", path: "/v1/v2/data/app/{n}" },
  "kv1 read": { method: "GET", path: "/v1/v1/app/{n}" },
  "token lookup": { method: "GET", path: "/v1/auth/token/lookup-self" },
  "kv2 write": { method: "POST", path: "/v1/v2/data/app/{n}", body: JSON.stringify({ data: VALUE }) },
  "kv1 write": { method: "POST", path: "/v1/v1/app/{n}", body: JSON.stringify(VALUE) },
};

export function requestOf(row: KvRow, token: string): RequestParts {
  return { ...REQUESTS[row], token };
}

export function isWrite(row: KvRow): boolean {
  return REQUESTS[row].method === "POST";
}
