// The `response` member: what is about to be answered.
import { type JsonObject, RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { RawReply, Reply } from "#contract/reply.ts";
import type { Answer } from "../../answer.ts";
import type { AuditOutcome, AuditSubject } from "../../audit-log.ts";
import type { AuthText } from "./auth-text.ts";
import type { DataRules } from "./data-rules.ts";
import { objectText } from "./data-text.ts";
import { errorMessage } from "./error-text.ts";
import type { MountTexts } from "./mount-text.ts";
import type { ValueText } from "./value-text.ts";

export interface ResponseTextOptions {
  values: ValueText;
  /** Lists are written as their lengths. */
  elideListResponses: boolean;
  mounts: MountTexts;
  auth: AuthText;
}

export class ResponseText {
  readonly #options: ResponseTextOptions;

  constructor(options: ResponseTextOptions) {
    this.#options = options;
  }

  of(subject: AuditSubject, { answer, error }: AuditOutcome): string {
    const mount = this.#options.mounts.of(subject.mount);
    const rules = { values: this.#options.values, clearKeys: mount.clearResponseKeys };
    const members = mount.response === "" ? [] : [mount.response];
    if (error !== undefined) members.push(...this.#failure(error, rules));
    else if (answer) members.push(...this.#answer(answer, rules));
    return `{${members.join(",")}}`;
  }

  #answer(answer: Answer, rules: DataRules): string[] {
    const { auth, lease, reply, warnings } = answer;
    const members: string[] = [];
    if (auth) members.push(`"auth":${this.#options.auth.minted(auth)}`);
    if (lease) members.push(`"secret":{"lease_id":${JSON.stringify(lease.id)}}`);
    const data = this.#data(answer, rules);
    if (data !== undefined) members.push(`"data":${data}`);
    if (warnings.length > 0) members.push(`"warnings":${this.#list(warnings)}`);
    if (reply?.headers) members.push(`"headers":${this.#headers(reply.headers)}`);
    return members;
  }

  #data({ reply, operation }: Answer, rules: DataRules): string | undefined {
    if (reply?.raw) return this.#raw(reply, reply.raw);
    if (!reply?.data) return undefined;
    const isElided = this.#options.elideListResponses && operation === "list";
    return objectText(isElided ? lengthsOf(reply.data) : reply.data, rules);
  }

  /** A body that is streamed passes by unread. */
  #raw({ status }: Reply, { contentType, body }: RawReply): string {
    const { values } = this.#options;
    const content = body instanceof Uint8Array ? `"http_raw_body":${values.ofBytes(body)},` : "";
    return `{"http_content_type":${values.ofText(contentType)},${content}"http_status_code":${status ?? 200}}`;
  }

  #failure(error: unknown, rules: DataRules): string[] {
    const message = `"error":${this.#options.values.ofText(errorMessage(error))}`;
    if (!(error instanceof VaultError)) return [`"data":{${message}}`];
    const more = isObject(error.data) ? objectText(error.data, rules).slice(1, -1) : "";
    const members = [`"data":{${more === "" ? "" : `${more},`}${message}}`];
    if (error.warnings.length > 0) members.push(`"warnings":${this.#list(error.warnings)}`);
    return members;
  }

  #list(texts: readonly string[]): string {
    return `[${texts.map((text) => this.#options.values.ofText(text)).join(",")}]`;
  }

  #headers(headers: Readonly<Record<string, string>>): string {
    const members = Object.entries(headers).map(
      ([name, value]) => `${JSON.stringify(name)}:${this.#list([value])}`,
    );
    return `{${members.join(",")}}`;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof RawJson);
}

function lengthsOf(data: JsonObject): JsonObject {
  const { keys, key_info: info } = data;
  return {
    ...data,
    ...(Array.isArray(keys) && { keys: keys.length }),
    ...(isObject(info) && { key_info: Object.keys(info).length }),
  };
}
