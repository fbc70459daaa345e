// What this node makes of a request that another one forwarded: it serves it as the leader or not at all, and writes the
// answer as it would for a client of its own.
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import type { ForwardedAnswer } from "#cluster/forwarding/wire/forwarded-answer.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import { type HttpAnswer, writeAnswer, writeError } from "#http/write-answer.ts";

export interface ServedForMemberOptions {
  readonly isLeading: () => boolean;
  readonly serve: (request: Request) => MaybePromise<Answer>;
  /** Told of what was no refusal. */
  readonly failed: (error: unknown) => void;
}

/** Refusals that say nothing was done: another leader may do it. */
const UNEXECUTED: ReadonlySet<string> = new Set(["not_executed", "no_leader", "standby", "sealed"]);

export function servedForMember(
  { isLeading, serve, failed }: ServedForMemberOptions,
  request: Request,
): MaybePromise<ForwardedAnswer> {
  if (!isLeading()) return refused(new VaultError("standby", "this node does not lead"));
  return orElse<ForwardedAnswer>(
    () => andThen(serve(request), (answer) => written(writeAnswer(answer, request.path))),
    (error) => {
      if (!(error instanceof VaultError)) failed(error);
      return refused(error);
    },
  );
}

async function refused(error: unknown): Promise<ForwardedAnswer> {
  const { answer } = await written(writeError(error));
  return { answer, isNotExecuted: error instanceof VaultError && UNEXECUTED.has(error.code) };
}

function written({ status, contentType, headers, body }: HttpAnswer): MaybePromise<ForwardedAnswer> {
  const made = (bytes: Uint8Array | undefined): ForwardedAnswer => ({
    answer: new RelayedAnswer({ status, contentType, headers: headers ?? {}, body: bytes }),
    isNotExecuted: false,
  });
  if (body === undefined || body instanceof Uint8Array) return made(body);
  // Raw answers of engines; what streams without end is answered by the node that was asked.
  return new Response(body).bytes().then(made);
}
