// A request's life on one screen: find its path, identify who asks, decide, write it down, run, commit, write that
// down, answer. Handlers collect writes; a conflict runs the decision and the handler again (design §3, §7).
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Operation } from "#contract/operation.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "./answer.ts";
import { Attempt, type AttemptRooms } from "./attempt.ts";
import type { AuditLog, AuditSubject } from "./audit-log.ts";
import { accessOf } from "./decide.ts";
import type { IdentifiedToken } from "./needs.ts";
import type { Proposer } from "./proposer.ts";
import type { RequestMeter } from "./request-meter.ts";
import type { Route } from "./route.ts";

export interface PipelineRooms extends AttemptRooms {
  audit: AuditLog;
  proposer: Proposer;
  /** Absent: nothing is measured. */
  meter?: RequestMeter;
}

const SEALING = "sys/seal";

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
    const route = this.#rooms.findRoute(request.namespace, request.path);
    demandNamespace(request, route);
    const passage: Passage = { request, route, token: undefined };
    const { meter } = this.#rooms;
    return meter ? meter.measure(passage, () => this.#pass(passage)) : this.#pass(passage);
  }

  #pass(passage: Passage): MaybePromise<Answer> {
    if (this.#rooms.audit.isEnabled) return this.#audited(passage);
    return andThen(this.#decide(passage), (attempt) => this.#retiring(passage, () => this.#settle(attempt)));
  }

  /** Nobody can be identified and nothing audited; only what needs nothing of the barrier is served. */
  #whileSealed(request: Request): MaybePromise<Answer> {
    const route = this.#rooms.findNodeRoute(request.path);
    if (route?.match?.path.whenSealed !== "serve") throw new VaultError("sealed", "Vault is sealed");
    return andThen(this.#decideFor({ request, route, token: undefined }), (attempt) => this.#settle(attempt));
  }

  /** Who asks, and may they? The token is noted in `passage` as soon as it is known. */
  #decide(passage: Passage): MaybePromise<Attempt> {
    const { request, route } = passage;
    // Refused rather than answered in clear, until answers can be wrapped.
    if (request.wrapTtlSeconds !== undefined) {
      throw new VaultError("invalid_request", "response wrapping is not supported by this version of Coffer");
    }
    if (accessOf(route, request) === "none") return this.#decideFor(passage);
    return andThen(this.#identify(request), (token) => {
      passage.token = token;
      return this.#decideFor(passage);
    });
  }

  #decideFor(passage: Passage): MaybePromise<Attempt> {
    const attempt = new Attempt(this.#rooms, passage);
    return andThen(attempt.decide(), () => attempt);
  }

  #identify(request: Request): MaybePromise<IdentifiedToken> {
    const nowMs = this.#rooms.logTimeMs();
    const identified = this.#rooms.tokens.identify(request.token, request.connection, nowMs);
    return identified.entry.usesLeft === 0 ? identified : this.#rooms.tokens.spendUse(identified, nowMs);
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

  /** No answer leaves before an audit device has the request and the answer; refusals are written down too. */
  #audited(passage: Passage): MaybePromise<Answer> {
    const { audit } = this.#rooms;
    const decided = orElse<Attempt | Failure>(
      () => this.#decide(passage),
      (error) => new Failure(error),
    );
    return andThen(decided, (attempt) => {
      const isRefused = attempt instanceof Failure;
      const subject = subjectOf(passage, isRefused ? passage.request.operation : attempt.operation);
      const outcome = isRefused ? { error: attempt.error } : {};
      return this.#retiring(passage, () =>
        andThen(audit.request(subject, outcome), () =>
          this.#auditedAnswer(subject, () => {
            if (isRefused) throw attempt.error;
            return this.#settle(attempt);
          }),
        ),
      );
    });
  }

  #auditedAnswer(subject: AuditSubject, run: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const answered = orElse<Answer | Failure>(run, (error) => new Failure(error));
    return andThen(answered, (answer) => {
      const isFailure = answer instanceof Failure;
      // It has closed the room of audit under its own, empty answer; the request is written down.
      if (!isFailure && subject.request.path === SEALING && this.#rooms.isSealed()) return answer;
      const outcome = isFailure ? { error: answer.error } : { answer };
      return andThen(this.#rooms.audit.response(subject, outcome), () => {
        if (isFailure) throw answer.error;
        return answer;
      });
    });
  }

  /** The last use of a token is taken: whatever comes of the request, the token ends with it. */
  #retiring(passage: Passage, run: () => MaybePromise<Answer>): MaybePromise<Answer> {
    const { token } = passage;
    return token?.entry.isLastUse === true ? this.#endingWith(token, run) : run();
  }

  async #endingWith(token: IdentifiedToken, run: () => MaybePromise<Answer>): Promise<Answer> {
    try {
      return await run();
    } finally {
      await this.#rooms.tokens.retire(token);
    }
  }
}

/** Only root exists yet. What a node tells anybody it tells whatever namespace a client is set to. */
function demandNamespace(request: Request, route: Route | undefined): void {
  if (request.namespace === ROOT_NAMESPACE || (route && accessOf(route, request) === "none")) return;
  throw new VaultError("unsupported_path", "namespace not found");
}

class Failure {
  readonly error: unknown;

  constructor(error: unknown) {
    this.error = error;
  }
}

function subjectOf({ request, route, token }: Passage, operation: Operation): AuditSubject {
  return {
    request,
    operation,
    mount: route?.mount.entry,
    token: token?.entry,
    policies: token?.caller.policies ?? [],
    remainingUses: token && token.entry.usesLeft > 0 ? token.entry.usesLeft : undefined,
  };
}

/** What an answer has to wait for once its writes are in: a job that goes on with them. */
function finished(answer: Answer): MaybePromise<Answer> {
  const { afterCommit, ...rest } = answer;
  if (!afterCommit) return answer;
  return afterCommit().then((reply) => ({
    ...rest,
    reply,
    warnings: [...rest.warnings, ...(reply?.warnings ?? [])],
  }));
}
