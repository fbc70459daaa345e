// The first segment of every key of replicated state: `<area>/<namespace id>/…` (docs/storage-layout.md). Changes in
// announced areas are posted to every thread, so that rooms may cache what they read there.

const AREAS = {
  /** Seal configuration, root key, keyring, cluster name. */
  core: { announced: true },
  /** Raft members with their addresses and certificates; plain, for a sealed node replicates too. */
  member: { announced: true },
  /** What proves under the barrier that a member's record is genuine. */
  "member-seal": { announced: true },
  /** Mount entries by path. */
  mount: { announced: true },
  /** Mount path by accessor. */
  "mount-accessor": { announced: false },
  /** One key for each invariant over a set; each change of the set bumps it. */
  guard: { announced: true },
  policy: { announced: true },
  audit: { announced: true },
  token: { announced: true },
  "token-accessor": { announced: false },
  "token-parent": { announced: false },
  /** Tokens by the auth mount whose login made them. */
  "token-login": { announced: false },
  "token-role": { announced: true },
  /** When tokens and leases end: time, kind, id. */
  expiry: { announced: false },
  /** Work longer than one entry. */
  job: { announced: true },
  /** Engines' records. */
  logical: { announced: false },
  /** Engines' records that they keep cached: configuration, roles, keys. */
  settings: { announced: true },
} as const;

export type KeyArea = keyof typeof AREAS;

/** `<area>/<namespace>/<rest>` */
export function storageKey(area: KeyArea, namespace: string, rest: string): string {
  return `${area}/${namespace}/${rest}`;
}

/** Whether threads are told of changes of `key`. */
export function isAnnounced(key: string): boolean {
  const area = key.slice(0, key.indexOf("/"));
  return Object.hasOwn(AREAS, area) && AREAS[area as KeyArea].announced;
}
