// When things end, in the order of time, shared by tokens and leases: `expiry/<time>/<kind>/<namespace>/<id>`. Nothing
// needs to be loaded after a failover, and memory stays flat at a million leases (design §5).
const TIME_DIGITS = 14;

export type ExpiringKind = "token" | "lease";

export interface Expiring {
  key: string;
  atMs: number;
  kind: ExpiringKind;
  namespace: string;
  id: string;
}

export const EXPIRY_PREFIX = "expiry/";

export function expiryKey(atMs: number, kind: ExpiringKind, namespace: string, id: string): string {
  return `${EXPIRY_PREFIX}${String(atMs).padStart(TIME_DIGITS, "0")}/${kind}/${namespace}/${id}`;
}

/** The first key that is not yet due at `nowMs`. */
export function expiryHorizon(nowMs: number): string {
  return `${EXPIRY_PREFIX}${String(nowMs + 1).padStart(TIME_DIGITS, "0")}`;
}

export function parseExpiryKey(key: string): Expiring | undefined {
  const [time, kind, namespace, ...id] = key.slice(EXPIRY_PREFIX.length).split("/");
  if ((kind !== "token" && kind !== "lease") || !time || !namespace) return undefined;
  return { key, atMs: Number(time), kind, namespace, id: id.join("/") };
}
