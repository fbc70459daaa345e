// One audit entry as one line of JSON for one device, in the form of Vault's: request entries before the handler runs,
// response entries before the answer leaves. docs/audit-format.md lists its members and where they differ from Vault's.
import type { Request } from "#contract/request.ts";
import type { AuditOutcome, AuditSubject } from "../../audit-log.ts";
import type { HeaderRules } from "../audited-headers.ts";
import { AuthText } from "./auth-text.ts";
import type { DataRules } from "./data-rules.ts";
import { parametersText } from "./data-text.ts";
import { errorCode, errorMembers } from "./error-text.ts";
import type { MountTexts } from "./mount-text.ts";
import { ResponseText } from "./response-text.ts";
import type { ValueText } from "./value-text.ts";

export type EntryKind = "request" | "response";

export interface EntryOptions {
  /** For everything but headers. */
  values: ValueText;
  /** For headers that are to be hashed, even where values are not. */
  headerValues: ValueText;
  hmacAccessor: boolean;
  elideListResponses: boolean;
  prefix: string;
  mounts: MountTexts;
  headers(): HeaderRules;
}

/** The `request` member, but for its operation: the pipeline knows it better once the request was decided. */
interface RequestText {
  head: string;
  tail: string;
}

export class AuditEntry {
  readonly #options: EntryOptions;
  readonly #auth: AuthText;
  readonly #response: ResponseText;
  /** A request stands in two entries. */
  readonly #requests = new WeakMap<AuditSubject, RequestText>();

  constructor(options: EntryOptions) {
    this.#options = options;
    this.#auth = new AuthText(options);
    this.#response = new ResponseText({ ...options, auth: this.#auth });
  }

  /** The line, its end included. */
  line(kind: EntryKind, subject: AuditSubject, outcome: AuditOutcome, time: string): string {
    const { error, answer } = outcome;
    const isAllowed = error === undefined || errorCode(error) !== "permission_denied";
    // A login is its own authority: its answer's entry names the token that it made.
    const isLogin = answer?.auth !== undefined && !subject.token;
    const auth = isLogin && answer.auth ? this.#auth.minted(answer.auth) : this.#auth.of(subject, isAllowed);
    const request = this.#request(subject, subject.operation);
    const response = kind === "response" ? `,"response":${this.#response.of(subject, outcome)}` : "";
    const failure = error === undefined ? "" : `,${errorMembers(error)}`;
    return `${this.#options.prefix}{"time":"${time}","type":"${kind}","auth":${auth},"request":${request}${response}${failure}}\n`;
  }

  /** What is written when a device is enabled, to see whether it can be. */
  testLine(requestId: string, time: string): string {
    return `${this.#options.prefix}{"time":"${time}","type":"request","auth":{"token_type":"default"},"request":{"id":"${requestId}","operation":"update","namespace":{"id":"root"},"path":"sys/audit/test"}}\n`;
  }

  #request(subject: AuditSubject, operation: string): string {
    let text = this.#requests.get(subject);
    if (!text) {
      text = this.#describe(subject);
      this.#requests.set(subject, text);
    }
    return `${text.head}"operation":"${operation}",${text.tail}`;
  }

  #describe(subject: AuditSubject): RequestText {
    const { request } = subject;
    const mount = this.#options.mounts.of(subject.mount);
    const token = this.#auth.token(subject);
    const clientId = token ? `"client_id":${JSON.stringify(token.clientId)},` : "";
    const rules = { values: this.#options.values, clearKeys: mount.clearRequestKeys };
    return {
      head: `{"id":${JSON.stringify(request.id)},${clientId}`,
      tail: `${mount.request}${this.#tokenMembers(subject)}${whereMembers(request)}${dataMember(request, rules)}${originMembers(request)}${this.#headers(request)}}`,
    };
  }

  #tokenMembers(subject: AuditSubject): string {
    const token = this.#auth.token(subject);
    if (token) return `"client_token":${token.clientToken},"client_token_accessor":${token.accessor},`;
    const presented = subject.request.token;
    return presented ? `"client_token":${this.#options.values.ofBytes(presented.reveal())},` : "";
  }

  #headers(request: Request): string {
    let text = "";
    for (const [name, { hmac }] of this.#options.headers()) {
      const value = request.headers.get(name);
      if (value === undefined) continue;
      const shown = hmac ? this.#options.headerValues.ofText(value) : JSON.stringify(value);
      text += `${text === "" ? ',"headers":{' : ","}${JSON.stringify(name)}:[${shown}]`;
    }
    return text === "" ? "" : `${text}}`;
  }
}

function whereMembers({ namespace, path }: Request): string {
  return `"namespace":{"id":${JSON.stringify(namespace)}},"path":${JSON.stringify(path)}`;
}

function dataMember(request: Request, rules: DataRules): string {
  const data = parametersText(request.parameters, rules);
  return data === undefined ? "" : `,"data":${data}`;
}

function originMembers({ connection, wrapTtlSeconds }: Request): string {
  const origin = `,"remote_address":${JSON.stringify(connection.remoteAddress)},"remote_port":${connection.remotePort}`;
  return wrapTtlSeconds === undefined ? origin : `${origin},"wrap_ttl":${wrapTtlSeconds}`;
}
