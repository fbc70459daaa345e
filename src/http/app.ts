// The Hono app of a listener: everything under /v1/ is one route, since paths are the core's business and must be
// decided on one canonical value, not on what a framework made of the URL (security.md §0.2).

import type { IncomingMessage } from "node:http";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import { type ReadRequestOptions, readRequest } from "./read-request.ts";
import type { ResponseHeaderRules } from "./response-header-rules.ts";
import { responseOf } from "./response-headers.ts";
import { type HttpAnswer, writeAnswer, writeError } from "./write-answer.ts";

export interface AppOptions extends ReadRequestOptions {
  /** The leader gate and, behind it, the pipeline. */
  handle(request: Request): MaybePromise<Answer>;
  /** Custom headers per status; a function since SIGHUP changes them. */
  headerRules(): ResponseHeaderRules;
  logger: Logger;
}

type Bindings = { Bindings: HttpBindings };

export function buildApp(options: AppOptions): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.all("/v1/*", (context) => {
    const { incoming } = context.env;
    return andThen(serve(incoming, options), (written) =>
      responseOf(written, incoming.method === "HEAD", options.headerRules()),
    );
  });
  app.all("*", () =>
    responseOf(writeError(new VaultError("unsupported_path", "")), false, options.headerRules()),
  );
  return app;
}

function serve(incoming: IncomingMessage, options: AppOptions): MaybePromise<HttpAnswer> {
  return orElse(
    () =>
      andThen(readRequest(incoming, options), (request) =>
        andThen(options.handle(request), (answer) => writeAnswer(answer, request.path)),
      ),
    (error) => {
      logRefusal(error, incoming, options.logger);
      return writeError(error);
    },
  );
}

/** Refusals are a client's business; what is no refusal is a bug or damage, and the operator must see it. */
function logRefusal(error: unknown, incoming: IncomingMessage, logger: Logger): void {
  if (error instanceof VaultError) {
    if (error.cause !== undefined)
      logger.debug("request refused", { code: error.code, reason: String(error.cause) });
    return;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logger.error("request failed", { method: incoming.method, error: stack });
}
