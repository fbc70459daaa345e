// Operations that take a quorum of keys have two sets of routes: Vault's, with bare answers, and the token-authenticated
// ones of newer servers, with envelopes. A server may have closed the first.
import { ApiError } from "#client/api-error.ts";
import { isJsonObject, type JsonObject } from "#client/json-text.ts";
import { attempt } from "../../attempt.ts";
import type { Call } from "../../call.ts";
import { CliError } from "../../cli-error.ts";
import type { FlagSet } from "../../flags/flag.ts";

/** Paths by step: `status` starts, tells and cancels, `update` takes a key. */
export type QuorumPaths = Readonly<Record<"status" | "update" | "verify" | "backup", string>>;

export interface QuorumRoutes {
  readonly bare: QuorumPaths;
  readonly enveloped: QuorumPaths;
}

export interface QuorumRequest {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly step: keyof QuorumPaths;
  readonly body?: JsonObject;
}

export class QuorumRoute {
  readonly #call: Call<FlagSet>;
  readonly #paths: QuorumPaths;
  readonly #isEnveloped: boolean;

  private constructor(call: Call<FlagSet>, paths: QuorumPaths, isEnveloped: boolean) {
    this.#call = call;
    this.#paths = paths;
    this.#isEnveloped = isEnveloped;
  }

  /** @param what begins the message of a failure */
  static async choose(call: Call<FlagSet>, routes: QuorumRoutes, what: string): Promise<QuorumRoute> {
    const client = await call.preflightClient();
    const asking = client.json({ method: "GET", path: routes.bare.status }).then(
      () => false,
      (error: unknown) => {
        if (error instanceof ApiError && [403, 404, 405].includes(error.status)) return true;
        throw error;
      },
    );
    const isEnveloped = await attempt(call, what, asking);
    return new QuorumRoute(call, isEnveloped ? routes.enveloped : routes.bare, isEnveloped);
  }

  /** @returns the answer's members, without an envelope; `{}` when it has none */
  async ask({ method, step, body }: QuorumRequest, what: string): Promise<JsonObject> {
    const client = await this.#call.client();
    const asking = client.json({
      method,
      path: this.#paths[step],
      ...(body === undefined ? {} : { json: body }),
    });
    const answer = await attempt(this.#call, what, asking);
    if (!isJsonObject(answer)) return {};
    if (!this.#isEnveloped) return answer;
    if (!isJsonObject(answer.data)) throw new CliError(`${what}: the server's answer holds no data`, 2);
    return answer.data;
  }
}
