// The headers that every answer of a listener carries (vault-api.md §2.1). Few combinations occur, so each is put together
// once and then shared by all answers.
import { customHeaders, NO_HEADER_RULES, type ResponseHeaderRules } from "./response-header-rules.ts";

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = "application/json";
const ALWAYS: Headers = {
  "Cache-Control": "no-store",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
};

export interface ResponseHeaderOptions {
  /** Custom headers; a function since SIGHUP changes them. */
  rules(): ResponseHeaderRules;
  /** X-Vault-Hostname and X-Vault-Raft-Node-ID, where they are to be sent. */
  node: Headers;
}

export class ResponseHeaders {
  readonly #options: ResponseHeaderOptions;
  /** What `#json` and `#bare` were made from. */
  #rules: ResponseHeaderRules = NO_HEADER_RULES;
  #json: Record<number, Headers> = {};
  #bare: Record<number, Headers> = {};

  constructor(options: ResponseHeaderOptions) {
    this.#options = options;
  }

  /** The caller must not change them. */
  of(status: number, contentType: string | undefined): Headers {
    this.#refresh();
    if (contentType === JSON_TYPE) {
      // hvac and the Agent's cache compare the type as text: no charset.
      this.#json[status] ??= this.#make(status, { "Content-Type": JSON_TYPE });
      return this.#json[status];
    }
    if (contentType === undefined) {
      this.#bare[status] ??= this.#make(status, {});
      return this.#bare[status];
    }
    return this.#make(status, { "Content-Type": contentType });
  }

  /** With those of one answer, which win over the listener's. */
  ofOne(status: number, contentType: string | undefined, own: Headers): Headers {
    return merged([this.of(status, contentType), own]);
  }

  #refresh(): void {
    const rules = this.#options.rules();
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#json = {};
    this.#bare = {};
  }

  #make(status: number, type: Headers): Headers {
    return merged([ALWAYS, type, ...customHeaders(this.#rules, status), this.#options.node]);
  }
}

/** Later ones win; case means nothing in a header's name. */
function merged(parts: readonly Headers[]): Headers {
  const byLowerName = new Map<string, readonly [string, string]>();
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) byLowerName.set(name.toLowerCase(), [name, value]);
  }
  return Object.fromEntries(byLowerName.values());
}
