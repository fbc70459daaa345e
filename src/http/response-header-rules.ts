// `custom_response_headers` of a listener: for every status, for a class (`2xx`) and for one status, the nearest wins.

/** Names to values, by `default`, `2xx` … `5xx`, or a status number. */
export type ResponseHeaderRules = ReadonlyMap<string, Readonly<Record<string, string>>>;

export const NO_HEADER_RULES: ResponseHeaderRules = new Map();

export function customHeaders(rules: ResponseHeaderRules, status: number): Readonly<Record<string, string>> {
  if (rules.size === 0) return {};
  return {
    ...rules.get("default"),
    ...rules.get(`${Math.floor(status / 100)}xx`),
    ...rules.get(String(status)),
  };
}
