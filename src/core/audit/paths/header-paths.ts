// sys/config/auditing/request-headers: which request headers stand in audit entries.
import { VaultError } from "#base/vault-error.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import {
  type SystemReadCall,
  type SystemWriteCall,
  systemPath,
  systemReads,
  systemWrites,
} from "../../system-path.ts";
import type { Transaction } from "../../transaction.ts";
import { HEADERS_KEY, type HeaderRule, headersRecord } from "../audited-headers.ts";

/** Each is looked for in every request. */
const MAX_HEADERS = 64;
const MAX_NAME_LENGTH = 128;
/** They carry tokens and logins; whoever registers one by mistake would log every token (CVE-2024-2877). */
const SECRET_HEADERS = /^(?:x-vault-token|authorization|proxy-authorization|cookie|x-vault-inline-auth-.*)$/;

const HEADER_FIELDS = {
  header: text("Name of the header."),
  hmac: boolean("Whether the header's value is hashed."),
};
type HeaderRead = SystemReadCall<typeof HEADER_FIELDS>;
type HeaderWrite = SystemWriteCall<typeof HEADER_FIELDS>;

export function headerPaths(): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "config/auditing/request-headers",
      summary: "List the request headers that are audited.",
      access: "sudo",
      fields: {},
      operations: {
        read: systemReads(({ transaction }) => ({
          data: {
            headers: Object.fromEntries(
              [...rulesIn(transaction)].map(([name, { hmac }]) => [name, { hmac }]),
            ),
          },
        })),
      },
    }),
    systemPath({
      pattern: "config/auditing/request-headers/:header",
      summary: "Audit a request header, or stop.",
      access: "sudo",
      fields: HEADER_FIELDS,
      operations: {
        read: systemReads((call: HeaderRead) => readHeader(call)),
        update: systemWrites((call: HeaderWrite) => writeHeader(call)),
        delete: systemWrites((call: HeaderWrite) => deleteHeader(call)),
      },
    }),
  ];
}

function rulesIn(transaction: Transaction): Map<string, HeaderRule> {
  return new Map(transaction.read(headersRecord, HEADERS_KEY)?.headers ?? []);
}

function readHeader({ fields, transaction }: HeaderRead): { data: Record<string, { hmac: boolean }> } {
  const { header = "" } = fields;
  const rule = rulesIn(transaction).get(header.toLowerCase());
  if (!rule) throw new VaultError("invalid_request", "Could not find header in config");
  return { data: { [header]: { hmac: rule.hmac } } };
}

function writeHeader({ fields, transaction }: HeaderWrite): undefined {
  const { header = "", hmac = false } = fields;
  const name = header.toLowerCase();
  if (name.length > MAX_NAME_LENGTH) {
    throw new VaultError("invalid_request", `a header's name has at most ${MAX_NAME_LENGTH} characters`);
  }
  if (SECRET_HEADERS.test(name)) {
    throw new VaultError("invalid_request", "headers that carry tokens or logins are never audited");
  }
  const rules = rulesIn(transaction).set(name, { hmac });
  if (rules.size > MAX_HEADERS) {
    throw new VaultError("invalid_request", `at most ${MAX_HEADERS} headers can be audited`);
  }
  store(transaction, rules);
}

function deleteHeader({ fields, transaction }: HeaderWrite): undefined {
  const rules = rulesIn(transaction);
  if (rules.delete((fields.header ?? "").toLowerCase())) store(transaction, rules);
}

function store(transaction: Transaction, rules: ReadonlyMap<string, HeaderRule>): void {
  const headers = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  transaction.write(headersRecord, HEADERS_KEY, { headers });
}
