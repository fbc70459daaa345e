// Makes answers of two servers comparable: what must differ from one server to another (ids, times, keys) becomes its kind.
import type { SeenAnswer } from "./compared-server.ts";

const KINDS: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uuid>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g, "<time>"],
  [/\b(?:hv)?[sbr]\.[\w-]{24,}/g, "<token>"],
  [/\bhmac-sha256:[0-9a-f]{64}/g, "<hmac>"],
  [/\b(token|kv|cubbyhole|system|userpass|identity|ns_\w+|auth_\w+)_[0-9a-f]{8}\b/g, "$1_<accessor>"],
  [/\bOpenBao\b/g, "Vault"],
  [/'bao /g, "'vault "],
  [/\bvault-cluster-\w+/g, "<cluster>"],
  [/\bv?2\.0\.0-HEAD\b|\bv?1\.21\.\d+\b/g, "<version>"],
  [/\b[A-Za-z0-9]{24}\b/g, "<accessor>"],
];
const COMPARED_HEADERS = [
  "content-type",
  "cache-control",
  "location",
  "allow",
  "retry-after",
  "x-vault-namespace",
];

export function normalise(answer: SeenAnswer, kept: ReadonlyMap<string, string>): string[] {
  const lines = [`status ${answer.status}`];
  for (const name of COMPARED_HEADERS) {
    // Go's server names a type for some answers without a body.
    if (answer.headers[name] !== undefined && answer.status !== 204)
      lines.push(`${name}: ${plain(answer.headers[name], kept)}`);
  }
  const json = parsed(answer.text);
  if (json === undefined) lines.push(`body ${JSON.stringify(plain(answer.text, kept))}`);
  else describe("", json, kept, lines);
  return lines;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(place: string, value: unknown, kept: ReadonlyMap<string, string>, lines: string[]): void {
  if (Array.isArray(value)) {
    if (value.length === 0) lines.push(`${place} = []`);
    value.forEach((item, at) => {
      describe(`${place}[${at}]`, item, kept, lines);
    });
  } else if (value !== null && typeof value === "object") {
    const names = Object.keys(value).sort();
    if (names.length === 0) lines.push(`${place} = {}`);
    for (const name of names) {
      const part = (value as Record<string, unknown>)[name];
      describe(`${place}.${plain(name, kept)}`, part, kept, lines);
    }
  } else if (typeof value === "string") lines.push(`${place} = ${JSON.stringify(plain(value, kept))}`);
  else if (typeof value === "number" && value > 1_700_000_000) lines.push(`${place} = <unix time>`);
  else lines.push(`${place} = ${JSON.stringify(value)}`);
}

function plain(text: string, kept: ReadonlyMap<string, string>): string {
  let result = text;
  for (const [name, value] of kept) if (value.length > 8) result = result.replaceAll(value, `{${name}}`);
  for (const [pattern, kind] of KINDS) result = result.replaceAll(pattern, kind);
  return result;
}
