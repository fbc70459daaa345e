// `key=value` arguments as Vault reads them: `k=@file`, `k=-`, `@file.json`, `-`, `k=\@text`; a key twice is a list.
import { readFile } from "node:fs/promises";
import { isJsonObject, type Json, type JsonObject, parseJson } from "#client/json-text.ts";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal.ts";

/** As much as a server takes in one request (vault-api.md §2.9). */
const MAX_INPUT_BYTES = 32 * 1024 * 1024;

export interface DataOptions {
  /** Refuse a key that is given twice: in a secret it is a slip of the pen. */
  readonly uniqueKeys?: boolean;
}

/** @throws CliError (exit 1) that names the argument, never its value */
export async function readDataArguments(
  terminal: Terminal,
  words: readonly string[],
  { uniqueKeys = false }: DataOptions = {},
): Promise<JsonObject> {
  const data = new Map<string, Json>();
  const input = new Input(terminal);
  for (const word of words) {
    for (const [key, value] of await readWord(word, input)) {
      const earlier = data.get(key);
      if (earlier !== undefined && uniqueKeys)
        throw badData(key, "the key is given twice (for a list, give JSON on standard input)");
      data.set(key, earlier === undefined ? value : [earlier, value].flat());
    }
  }
  return Object.fromEntries(data);
}

/** Strings only: what goes into a query or headers. */
export async function readTextArguments(
  terminal: Terminal,
  words: readonly string[],
): Promise<[string, string][]> {
  const pairs: [string, string][] = [];
  const input = new Input(terminal);
  for (const word of words) {
    for (const [key, value] of await readWord(word, input)) {
      pairs.push([key, typeof value === "string" ? value : JSON.stringify(value)]);
    }
  }
  return pairs;
}

async function readWord(word: string, input: Input): Promise<[string, Json][]> {
  if (word === "-") return objectOf(await input.text(word), "standard input");
  const at = word.indexOf("=");
  if (at < 0 && word.startsWith("@")) return objectOf(await fileText(word.slice(1), word), word.slice(1));
  if (at < 0)
    throw new CliError(
      `Failed to parse K=V data: invalid key/value pair ${JSON.stringify(word)}: format must be key=value`,
    );
  const key = word.slice(0, at);
  return [[key, await readValue(key, word.slice(at + 1), input)]];
}

async function readValue(key: string, text: string, input: Input): Promise<string> {
  if (text === "-") return await input.text(`${key}=-`);
  if (text.startsWith("@")) return await fileText(text.slice(1), `${key}=${text}`);
  return text.startsWith("\\@") || text.startsWith("\\-") ? text.slice(1) : text;
}

function objectOf(text: string, source: string): [string, Json][] {
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    throw badData(source, "it is not valid JSON", error);
  }
  if (!isJsonObject(value)) throw badData(source, "it must be a JSON object: {…}");
  return Object.entries(value);
}

async function fileText(path: string, argument: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw badData(argument, `error reading file: ${path}: ${error.code ?? error.message}`, error);
  });
  return decoded(bytes, path);
}

function decoded(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw badData(source, "it is not UTF-8 text (encode it first: base64 FILE)", error);
  }
}

function badData(what: string, why: string, cause?: unknown): CliError {
  return new CliError(`Failed to parse K=V data: ${what}: ${why}`, 1, cause);
}

/** Standard input can be read once; a second reader would get nothing. */
class Input {
  readonly #terminal: Terminal;
  #isRead = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  async text(argument: string): Promise<string> {
    if (this.#isRead) throw badData(argument, "standard input can be used for one argument only");
    this.#isRead = true;
    const text = decoded(await this.#terminal.readInput(MAX_INPUT_BYTES), "standard input");
    if (text === "") throw badData(argument, "there is nothing on standard input");
    return text;
  }
}
