// custom_response_headers: headers added to answers by status, class of status, or always.
import type { HclItem, HclPosition } from "#base/hcl/ast.ts";
import { toTexts } from "#base/hcl/convert.ts";
import { blocksOf, type HclBlock } from "#base/hcl/hcl-block.ts";
import { HclError } from "#base/hcl/hcl-error.ts";
import { type KeyTable, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";

export interface ResponseHeaderRule {
  /** `default` for all answers, `2xx` for a class, `404` for one status; the narrower rule wins. */
  readonly status: string;
  readonly headers: readonly ResponseHeader[];
}

export interface ResponseHeader {
  readonly name: string;
  readonly value: string;
}

export const RESPONSE_HEADER_KEYS = {
  custom_response_headers: used("Headers to add to answers, by status, class of status or `default`.", {
    reloads: true,
  }),
} satisfies KeyTable;

type ResponseHeaderKey = keyof typeof RESPONSE_HEADER_KEYS;

/** Vault sends it on every answer unless `default` says otherwise. */
const STRICT_TRANSPORT: ResponseHeader = {
  name: "Strict-Transport-Security",
  value: "max-age=31536000; includeSubDomains",
};
const STATUS = /^(?:default|[1-5]xx|[1-5]\d\d)$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** The framing of an answer is the server's own (RFC 9110 §7.8, RFC 9112 §6). */
const FRAMING = /^(?:connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

export function readResponseHeaders(stanza: Stanza<ResponseHeaderKey>): readonly ResponseHeaderRule[] {
  const rules = new Map<string, ResponseHeader[]>();
  for (const outer of stanza.blocks("custom_response_headers")) {
    for (const item of outer.object.items) readStatus(stanza, item, rules);
  }
  const always = rules.get("default") ?? [];
  if (!always.some((header) => sameName(header, STRICT_TRANSPORT))) always.push(STRICT_TRANSPORT);
  rules.set("default", always);
  const list = [...rules].map(([status, headers]) => ({ status, headers }));
  recordForReload(stanza, list);
  return list;
}

function readStatus(
  stanza: Stanza<ResponseHeaderKey>,
  item: HclItem,
  rules: Map<string, ResponseHeader[]>,
): void {
  const [{ name: status, position }] = item.keys;
  if (!STATUS.test(status)) {
    stanza.context.problems.error(
      position,
      fieldOf(stanza),
      'must have "default", a status such as "404" or a class such as "2xx" as its keys',
    );
    return;
  }
  const headers = rules.get(status) ?? [];
  rules.set(status, headers);
  for (const block of blocks(stanza, item)) {
    for (const inner of block.object.items) {
      const header = readHeader(stanza, inner);
      if (header !== undefined) headers.push(header);
    }
  }
}

function readHeader(stanza: Stanza<ResponseHeaderKey>, item: HclItem): ResponseHeader | undefined {
  const [{ name, position }] = item.keys;
  const refuse = (reason: string): undefined => refuseHeader(stanza, position, reason);
  if (!TOKEN.test(name)) return refuse("holds a name that is no header's");
  if (FRAMING.test(name)) return refuse(`cannot set ${name}, which frames the answer`);
  if (/^x-vault-/i.test(name)) {
    stanza.context.problems.warn(
      position,
      fieldOf(stanza),
      `does not send ${name}: names beginning X-Vault- are reserved`,
    );
    return undefined;
  }
  const values = attempt(stanza, () => toTexts(item.value));
  if (values === undefined) return undefined;
  const value = values
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .join("; ");
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
    ? { name, value }
    : refuse("holds a value that no header may have");
}

function refuseHeader(stanza: Stanza<ResponseHeaderKey>, position: HclPosition, reason: string): undefined {
  stanza.context.problems.error(position, fieldOf(stanza), reason);
}

function blocks(stanza: Stanza<ResponseHeaderKey>, item: HclItem): readonly HclBlock[] {
  return attempt(stanza, () => blocksOf(item, 0)) ?? [];
}

function attempt<T>(stanza: Stanza<ResponseHeaderKey>, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    stanza.context.problems.error(error.position, fieldOf(stanza), error.reason);
    return undefined;
  }
}

/** Blocks leave no setting behind by themselves. */
function recordForReload(stanza: Stanza<ResponseHeaderKey>, rules: readonly ResponseHeaderRule[]): void {
  if (!stanza.has("custom_response_headers")) return;
  stanza.context.settings.set(`${stanza.place.path}.custom_response_headers`, {
    value: rules.map((rule) => JSON.stringify(rule)),
    rule: RESPONSE_HEADER_KEYS.custom_response_headers,
    position: stanza.positionOf("custom_response_headers"),
    field: fieldOf(stanza),
  });
}

function fieldOf(stanza: Stanza<ResponseHeaderKey>): string {
  return `${stanza.place.field}.custom_response_headers`;
}

function sameName(a: ResponseHeader, b: ResponseHeader): boolean {
  return a.name.toLowerCase() === b.name.toLowerCase();
}
