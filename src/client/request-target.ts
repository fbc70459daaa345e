// The path and query of a request as they go over the wire.

export type Query = readonly (readonly [name: string, value: string])[];

/** What Go's clients leave as it is in a path; everything else is percent-encoded. */
const KEPT_IN_A_SEGMENT = /%(24|26|2B|2C|3A|3B|3D|40|21|27|28|29|2A)/g;

/**
 * @param path decoded, without `/v1/`; `%`, `?` and `#` in it stand for themselves
 * @throws TypeError when `path` holds half a surrogate pair
 */
export function requestTarget(basePath: string, path: string, query: Query = []): string {
  const encoded = path.replace(/^\/+/, "").split("/").map(encodeSegment).join("/");
  const parameters = query.map(([name, value]) => `${encodeQuery(name)}=${encodeQuery(value)}`).join("&");
  return `${basePath}/v1/${encoded}${parameters === "" ? "" : `?${parameters}`}`;
}

function encodeSegment(segment: string): string {
  if (!segment.isWellFormed()) throw new TypeError("a path must not hold half a surrogate pair");
  return encodeURIComponent(segment).replace(KEPT_IN_A_SEGMENT, (sequence) => decodeURIComponent(sequence));
}

function encodeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
