// Asks a server and notes of each answer what two servers must have in common: status, members, what is no secret.

import { setTimeout as delay } from "node:timers/promises";

/** Anything that JSON can be; scenarios know what they asked for. */
// biome-ignore lint/suspicious/noExplicitAny: answers of every operation
type Data = any;

export interface Heard {
  status: number;
  data: Data;
  errors: readonly string[];
}

export interface Note {
  asked: string;
  answered: string;
}

export class Asker {
  readonly notes: Note[] = [];
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** @throws TypeError when the server does not answer in time */
  async ready(): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return void (await this.#fetch("GET", "sys/health", undefined));
      } catch (error) {
        if (tries >= 100) throw error;
        await delay(200);
      }
    }
  }

  post(path: string, body: unknown = {}): Promise<Heard> {
    return this.#ask("POST", path, body);
  }

  get(path: string): Promise<Heard> {
    return this.#ask("GET", path, undefined);
  }

  list(path: string): Promise<Heard> {
    return this.#ask("LIST", path, undefined);
  }

  delete(path: string): Promise<Heard> {
    return this.#ask("DELETE", path, undefined);
  }

  async #ask(method: string, path: string, body: unknown): Promise<Heard> {
    const asked = `${method} ${path} ${JSON.stringify(shapeOf(body)) ?? ""}`;
    try {
      const answer = await this.#fetch(method, path, body);
      const text = await answer.text();
      const { data, errors, warnings } = text === "" ? ({} as Data) : JSON.parse(text);
      this.notes.push({ asked, answered: noteOf(answer.status, { data, errors, warnings }) });
      return { status: answer.status, data, errors: errors ?? [] };
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.notes.push({ asked, answered: "(hung up)" });
      return { status: 0, data: undefined, errors: [] };
    }
  }

  #fetch(method: string, path: string, body: unknown): Promise<Response> {
    const headers = { "X-Vault-Token": "root" };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return fetch(`${this.#address}/v1/${path}`, init);
  }
}

/** What was the caller's fault is 400 with us, and often 500 with the model; each says so in its own words. */
function noteOf(status: number, { data, errors, warnings }: Data): string {
  const isRefusal = data === undefined && errors !== undefined && (status === 400 || status === 500);
  if (isRefusal && !process.env.TEXTS) return "(refused)";
  return JSON.stringify({ status, ...shapeOf({ data, errors, warnings }) });
}

const EARLIEST_TIME = 1_000_000_000;

/** The value without what differs from one run to the next. */
function shapeOf(value: unknown): Data {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === "string") return shapeOfText(value);
  if (typeof value === "number") return value > EARLIEST_TIME ? "(time)" : value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined && member !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, shapeOf(member)]),
  );
}

function shapeOfText(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return "(time)";
  if (text.startsWith("-----BEGIN "))
    return `${text.split("\n", 1)[0]}${text.endsWith("\n") ? "(newline)" : ""}`;
  if (/^vault:v\d+:[\w+/=-]{16,}$/.test(text)) return `${text.split(":", 2).join(":")}:(base64)`;
  return /^[\w+/=-]{24,}$/.test(text) ? "(base64)" : text;
}
