// A request's life on one screen: find its path, identify who asks, decide, write it down, run, commit, write that
// down, answer. Handlers collect writes; a conflict runs the decision and the handler again (design §3, §7).
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "./answer.ts";
import { Attempt, type AttemptRooms } from "./attempt.ts";
import type { AuditLog, AuditSubject } from "./audit-log.ts";
import { accessOf } from "./decide.ts";
import type { IdentifiedToken } from "./needs.ts";
import type { Proposer } from "./proposer.ts";
import type { Route } from "./route.ts";

export interface PipelineRooms extends AttemptRooms {
  audit: AuditLog;
  proposer: Proposer;
}

/** A request on its way, between its tries. */
interface Passage {
  request: Request;
  route: Route | undefined;
  token: IdentifiedToken | undefined;
}

export class Pipeline {
  readonly #rooms: PipelineRooms;

  constructor(rooms: PipelineRooms) {
    this.#rooms = rooms;
  }

  /** @throws VaultError for every refusal */
  handle(request: Request): MaybePromise<Answer> {
    if (this.#rooms.isSealed()) return this.#whileSealed(request);
    this.#rooms.cache.refresh();
    this.#refuseWrapping(request);
    const route = this.#rooms.findRoute(request.namespace, request.path);
    const token = accessOf(route, request) === "none" ? undefined : this.#identify(request);
    return andThen(token, (identified) => this.#run({ request, route, token: identified }));
  }

  /** Nobody can be identified and nothing audited; only what needs nothing of the barrier is served. */
  #whileSealed(request: Request): MaybePromise<Answer> {
    const route = this.#rooms.findNodeRoute(request.path);
    if (route?.match?.path.whenSealed !== "serve") throw new VaultError("sealed", "Vault is sealed");
    return this.#attempts({ request, route, token: undefined });
  }

  /** A wrap TTL is refused rather than answered in clear until answers can be wrapped. */
  #refuseWrapping(request: Request): void {
    if (request.wrapTtlSeconds === undefined) return;
    throw new VaultError("invalid_request", "response wrapping is not supported by this version of Coffer");
  }

  #identify(request: Request): MaybePromise<IdentifiedToken> {
    const nowMs = this.#rooms.logTimeMs();
    const identified = this.#rooms.tokens.identify(request.token, request.connection, nowMs);
    return identified.entry.usesLeft === 0 ? identified : this.#rooms.tokens.spendUse(identified, nowMs);
  }

  #run(passage: Passage): MaybePromise<Answer> {
    const isLastUse = passage.token?.entry.isLastUse === true;
    if (!this.#rooms.audit.isEnabled) {
      return isLastUse ? this.#retiring(passage, () => this.#attempts(passage)) : this.#attempts(passage);
    }
    const audited = () => this.#audited(passage);
    return isLastUse ? this.#retiring(passage, audited) : audited();
  }

  #attempts(passage: Passage): MaybePromise<Answer> {
    const attempt = new Attempt(this.#rooms, passage);
    return andThen(attempt.decide(), () => this.#settle(attempt));
  }

  #settle(attempt: Attempt): MaybePromise<Answer> {
    return andThen(this.#committed(attempt), finished);
  }

  #committed(attempt: Attempt): MaybePromise<Answer> {
    const ran = orElse<Answer | undefined>(
      () => attempt.run(),
      (error) => {
        if (attempt.isTorn) return undefined;
        throw error;
      },
    );
    return andThen(ran, (answer) => {
      if (answer && attempt.transaction.hasWrites) return this.#rooms.proposer.commit(attempt, answer);
      return answer && !attempt.isTorn ? answer : this.#fromSnapshot(attempt);
    });
  }

  /** One request reads at one index: when the state moved under it, it reads again from a pinned one. */
  async #fromSnapshot(torn: Attempt): Promise<Answer> {
    await using snapshot = this.#rooms.store.snapshot();
    const attempt = torn.again(snapshot);
    await attempt.decide();
    const answer = await attempt.run();
    return attempt.transaction.hasWrites ? this.#rooms.proposer.commit(attempt, answer) : answer;
  }

  /** No answer leaves before an audit device has the request and the answer. */
  #audited(passage: Passage): MaybePromise<Answer> {
    const attempt = new Attempt(this.#rooms, passage);
    const subject = subjectOf(passage);
    const decided = orElse<unknown>(
      () => attempt.decide(),
      (error) =>
        andThen(this.#rooms.audit.request(subject, { error }), () =>
          andThen(this.#rooms.audit.response(subject, { error }), () => Promise.reject(error)),
        ),
    );
    return andThen(decided, () =>
      andThen(this.#rooms.audit.request(subject, {}), () => this.#auditedRun(attempt, subject)),
    );
  }

  #auditedRun(attempt: Attempt, subject: AuditSubject): MaybePromise<Answer> {
    const answered = orElse<Answer | Failure>(
      () => this.#settle(attempt),
      (error) => new Failure(error),
    );
    return andThen(answered, (answer) => {
      const isFailure = answer instanceof Failure;
      const outcome = isFailure ? { error: answer.error } : { answer };
      return andThen(this.#rooms.audit.response(subject, outcome), () => {
        if (isFailure) throw answer.error;
        return answer;
      });
    });
  }

  /** The last use of a token is taken: whatever comes of the request, the token ends with it. */
  async #retiring(passage: Passage, run: () => MaybePromise<Answer>): Promise<Answer> {
    try {
      return await run();
    } finally {
      if (passage.token) await this.#rooms.tokens.retire(passage.token);
    }
  }
}

/** What an answer has to wait for once its writes are in: a job that goes on with them. */
function finished(answer: Answer): MaybePromise<Answer> {
  const { afterCommit, ...rest } = answer;
  return afterCommit ? afterCommit().then((reply) => ({ ...rest, reply })) : answer;
}

class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

function subjectOf({ request, route, token }: Passage): AuditSubject {
  return {
    request,
    mount: route?.mount.entry,
    token: token?.entry,
    policies: token?.caller.policies ?? [],
    remainingUses: token && token.entry.usesLeft > 0 ? token.entry.usesLeft : undefined,
  };
}
