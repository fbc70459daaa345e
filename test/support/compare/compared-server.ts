// One of the two servers of a comparison: sends steps as they are written and remembers what they asked to keep.
import { request } from "node:http";
import { RawConnection } from "#test/http/raw-connection.ts";
import type { Step } from "./step.ts";

export interface SeenAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
}

const RETRY_MS = 50;
const PATIENCE_MS = 5_000;

export class ComparedServer {
  readonly #address: URL;
  /** What this server gave, by name. */
  readonly kept = new Map<string, string>();

  constructor(address: string) {
    this.#address = new URL(address);
  }

  async ask(step: Step): Promise<SeenAnswer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.#once(step);
      if (step.until === undefined || answer.status === step.until || Date.now() > deadline) {
        this.#keep(step, answer);
        return answer;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async #once(step: Step): Promise<SeenAnswer> {
    const body = step.body === undefined ? undefined : this.#filled(textOf(step.body));
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(step.headers ?? {})) headers[name] = this.#filled(value);
    const token =
      step.as === "nobody" ? undefined : this.#filled(this.kept.get(step.as ?? "root") ?? step.as ?? "");
    if (token) headers["X-Vault-Token"] = token;
    if (body !== undefined) headers["Content-Length"] = String(Buffer.byteLength(body));
    const path = `/v1/${this.#filled(step.path)}`;
    const asked =
      step.method === "LIST" ? this.#raw({ path, headers }) : this.#send({ ...step, path, headers, body });
    return asked.catch((error: unknown) => ({ status: 0, headers: {}, text: String(error) }));
  }

  /** Node's client knows no LIST. */
  async #raw({ path, headers }: { path: string; headers: Record<string, string> }): Promise<SeenAnswer> {
    await using connection = await RawConnection.open({ port: Number(this.#address.port) });
    const lines = Object.entries({ Host: this.#address.host, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    await connection.send(`LIST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
    const { status, headers: seen, body } = await connection.answer();
    return { status, headers: seen, text: body };
  }

  #send(wish: {
    method: string;
    path: string;
    headers: Record<string, string>;
    body: string | undefined;
  }): Promise<SeenAnswer> {
    const { method, path, headers, body } = wish;
    const { hostname, port } = this.#address;
    const { promise, resolve, reject } = Promise.withResolvers<SeenAnswer>();
    const outgoing = request({ hostname, port, path, method, headers }, async (incoming) => {
      let text = "";
      incoming.setEncoding("utf8");
      for await (const chunk of incoming) text += chunk;
      const seen = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
      resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(seen), text });
    });
    outgoing.once("error", reject);
    outgoing.end(body);
    return promise;
  }

  #keep({ keep = {} }: Step, { text }: SeenAnswer): void {
    for (const [name, place] of Object.entries(keep)) {
      let value: unknown;
      try {
        value = place
          .split(".")
          .reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], JSON.parse(text));
      } catch {
        value = undefined;
      }
      this.kept.set(name, value === undefined ? `no-${name}` : String(value));
    }
  }

  #filled(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => this.kept.get(name) ?? whole);
  }
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}
