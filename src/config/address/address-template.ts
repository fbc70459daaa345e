// `{{ GetPrivateIP }}` and its kin in addresses (go-sockaddr's templates), resolved against this machine's interfaces.
import type { NetworkAddress } from "./network-address.ts";
import { TemplateError } from "./template-error.ts";
import { FILTERS, SOURCES, type TemplateValue } from "./template-functions.ts";

const EXPRESSION = /\{\{(.*?)\}\}/gs;
const TOKEN = /\s*(?:(\|)|"((?:[^"\\]|\\.)*)"|`([^`]*)`|([\w.$+-]+))/y;
const MAX_LENGTH = 1024;

/** The text with every `{{ … }}` replaced. @throws TemplateError */
export function resolveAddressTemplate(text: string, addresses: readonly NetworkAddress[]): string {
  if (!text.includes("{{")) return text;
  if (text.length > MAX_LENGTH) throw new TemplateError(`is longer than ${MAX_LENGTH} characters`);
  const resolved = text
    .replace(EXPRESSION, (_, expression: string) => evaluate(expression, addresses))
    .trim();
  if (resolved.includes("{{") || resolved.includes("}}")) throw new TemplateError("is not closed with }}");
  return resolved;
}

function evaluate(expression: string, addresses: readonly NetworkAddress[]): string {
  let value: TemplateValue | undefined;
  for (const [name, ...words] of calls(expression)) {
    value = value === undefined ? source(name ?? "", words, addresses) : filter(name ?? "", words, value);
  }
  if (typeof value !== "string") throw new TemplateError('ends with a list; finish it with attr "address"');
  if (value === "") throw new TemplateError("finds no address on this machine");
  return value;
}

function source(name: string, words: readonly string[], addresses: readonly NetworkAddress[]): TemplateValue {
  const known = SOURCES.get(name);
  if (known === undefined) throw unknownFunction(name, FILTERS.has(name) ? "begins" : "calls");
  return known(addresses, words);
}

function filter(name: string, words: readonly string[], value: TemplateValue): TemplateValue {
  const known = FILTERS.get(name);
  if (known === undefined) throw unknownFunction(name, "calls");
  if (typeof value === "string")
    throw new TemplateError(`gives a text to ${name}, which takes a list of interfaces`);
  return known(value, words);
}

function unknownFunction(name: string, does: string): TemplateError {
  return new TemplateError(
    `${does} ${JSON.stringify(name)}, which is not supported${does === "begins" ? " there" : ""}`,
  );
}

/** The pipeline's calls, each a name and its arguments. */
function calls(expression: string): string[][] {
  const inside = expression.replace(/^-\s/, " ").replace(/\s-$/, " ").trimEnd();
  const found: string[][] = [[]];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < inside.length) {
    const [, pipe, quoted, raw, bare] = TOKEN.exec(inside) ?? [];
    const argument = quoted?.replace(/\\(.)/g, "$1") ?? raw ?? bare;
    if (pipe !== undefined) found.push([]);
    else if (argument !== undefined) found.at(-1)?.push(argument);
    else throw new TemplateError("cannot be read");
  }
  if (found.some((call) => call.length === 0)) throw new TemplateError("has an empty part between its pipes");
  return found;
}
