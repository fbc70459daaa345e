// `custom_response_headers` of a listener: for every status, for a class (`2xx`) and for one status, the nearest wins.

/** Names to values, by `default`, `2xx` … `5xx`, or a status number. */
export type ResponseHeaderRules = ReadonlyMap<string, Readonly<Record<string, string>>>;

export const NO_HEADER_RULES: ResponseHeaderRules = new Map();

export function customHeaders(
  rules: ResponseHeaderRules,
  status: number,
): Readonly<Record<string, string>>[] {
  const nearer = ["default", `${Math.floor(status / 100)}xx`, String(status)];
  return nearer.map((key) => rules.get(key) ?? {});
}
