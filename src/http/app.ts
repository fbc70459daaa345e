// The Hono app of a listener: one route for everything, since paths are the core's business and must be decided on one
// canonical value, not on what a framework made of the URL (security.md §0.2).
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Logger } from "#base/logger.ts";
import { andThen, isPromise, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Request } from "#contract/request.ts";
import { type ConnectionRules, Connections } from "./connections.ts";
import { Deadlines } from "./deadlines.ts";
import { FramingError } from "./framing-error.ts";
import type { RequestLimits } from "./limits.ts";
import { type Exchange, type ReadRequestOptions, readRequest } from "./read-request.ts";
import { type ResponseHeaderOptions, ResponseHeaders } from "./response-headers.ts";
import { closeAfterwards, leaveUnread } from "./unread-body.ts";
import { type HttpAnswer, type Outcome, writeError, writeOutcome } from "./write-answer.ts";

export interface AppOptions extends ConnectionRules {
  limits: RequestLimits;
  /** How long a body may take to come in. */
  bodyTimeoutMs: number;
  headers: ResponseHeaderOptions;
  logger: Logger;
  /** Wherever it is served: here behind the leader gate, or on the leader. */
  handle(request: Request): MaybePromise<Outcome>;
  /** Told of every answer's status. */
  answered?(status: number): void;
  /** Request paths of what is asked for outside /v1/, by raw path. */
  aliases?: ReadonlyMap<string, string>;
}

type ResponseBody = ConstructorParameters<typeof Response>[0];
type Bindings = { Bindings: HttpBindings };

export function buildApp(options: AppOptions): Hono<Bindings> {
  const front = new Front(options);
  // Hono looks at no path, so it need not cut one out of a URL.
  const app = new Hono<Bindings>({ getPath: () => "/" });
  app.all("/", (context) => front.respond(context.env as unknown as Exchange));
  return app;
}

class Front {
  readonly #options: AppOptions;
  readonly #reading: ReadRequestOptions;
  readonly #headers: ResponseHeaders;
  readonly #deadlines: Deadlines;

  constructor(options: AppOptions) {
    const { limits, bodyTimeoutMs } = options;
    this.#options = options;
    this.#reading = {
      limits,
      connections: new Connections(options),
      bodyDeadlines: new Deadlines(bodyTimeoutMs),
      ...(options.aliases && { aliases: options.aliases }),
    };
    this.#headers = new ResponseHeaders(options.headers);
    this.#deadlines = new Deadlines(limits.maxDurationSeconds * 1000);
  }

  respond(exchange: Exchange): MaybePromise<Response> {
    try {
      const answer = this.#answer(exchange);
      if (!isPromise(answer)) return this.#responseOf(exchange, answer);
      return answer.then(
        (given) => this.#responseOf(exchange, given),
        (error: unknown) => this.#refuse(exchange, error),
      );
    } catch (error) {
      return this.#refuse(exchange, error);
    }
  }

  #answer(exchange: Exchange): MaybePromise<HttpAnswer> {
    return andThen(readRequest(exchange, this.#reading), (request) => {
      const answer = this.#options.handle(request);
      // Most answers are at hand, and an upload takes as long as it takes.
      if (!isPromise(answer)) return writeOutcome(answer, request.path, exchange.incoming.url);
      const inTime = request.rawBody ? answer : this.#deadlines.within(answer, () => this.#tooLate(request));
      return inTime.then((given) => writeOutcome(given, request.path, exchange.incoming.url));
    });
  }

  /** Whether a write was done is not known any more, and a client that sent it again might do it twice. */
  #tooLate({ operation }: Request): VaultError {
    const what = `the request took longer than ${this.#options.limits.maxDurationSeconds} seconds`;
    const isRead = operation === "read" || operation === "list" || operation === "help";
    if (isRead) return new VaultError("timed_out", what);
    return new VaultError("outcome_unknown", `write outcome unknown: ${what}`);
  }

  #refuse(exchange: Exchange, error: unknown): Response {
    const { incoming, outgoing } = exchange;
    logRefusal(error, incoming.method, this.#options.logger);
    if (error instanceof FramingError) closeAfterwards(incoming, outgoing);
    return this.#responseOf(exchange, writeError(error));
  }

  #responseOf({ incoming, outgoing }: Exchange, answer: HttpAnswer): Response {
    if (!incoming.complete) leaveUnread(incoming, outgoing);
    const { status, contentType, headers: own } = answer;
    this.#options.answered?.(status);
    const echo = incoming.headers["x-vault-namespace"];
    const headers =
      own || echo !== undefined
        ? this.#headers.ofOne(status, contentType, {
            ...own,
            ...(echo !== undefined && { "X-Vault-Namespace": String(echo) }),
          })
        : this.#headers.of(status, contentType);
    const body = incoming.method === "HEAD" ? null : ((answer.body ?? null) as ResponseBody);
    return new Response(body, { status, headers: headers as Record<string, string> });
  }
}

/** Refusals are a client's business; what is no refusal is a bug or damage, and the operator must see it. */
function logRefusal(error: unknown, method: string | undefined, logger: Logger): void {
  if (error instanceof VaultError) {
    if (error.cause !== undefined)
      logger.debug("request refused", { code: error.code, reason: String(error.cause) });
    return;
  }
  logger.error("request failed", { method, error: faultText(error) });
}

/** The message of a SyntaxError quotes what could not be parsed. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  return error instanceof SyntaxError ? stack.replace(error.message, "[redacted]") : stack;
}
