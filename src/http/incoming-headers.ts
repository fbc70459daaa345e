import type { RequestHeaders } from "#contract/request.ts";

const TOKEN = "x-vault-token";

type NodeHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The headers that mounts may pass on and audit may record: never a token. */
export class IncomingHeaders implements RequestHeaders {
  readonly #headers: NodeHeaders;

  /** @param headers Node's own object, names in lower case */
  constructor(headers: NodeHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | undefined {
    const lower = name.toLowerCase();
    if (lower === TOKEN || lower.startsWith(":") || !Object.hasOwn(this.#headers, lower)) return undefined;
    const value = this.#headers[lower];
    if (lower === "authorization" && String(value).startsWith("Bearer ")) return undefined;
    return Array.isArray(value) ? value.join(", ") : value;
  }

  names(): readonly string[] {
    return Object.keys(this.#headers).filter((name) => this.get(name) !== undefined);
  }
}
