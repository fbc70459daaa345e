// One try of a request: its transaction, its decision, its handler. Thrown away and made anew after a conflict.
import type { Barrier } from "#barrier/barrier.ts";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import type { Operation } from "#contract/operation.ts";
import type { ReadCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { Request } from "#contract/request.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { KvReader, KvStore } from "#storage/kv-store.ts";
import type { Answer, MintedToken } from "./answer.ts";
import { type Decision, decide } from "./decide.ts";
import { guardLogin } from "./login-guard.ts";
import { CachedView, TransactionView } from "./mount-view.ts";
import type { IdentifiedToken, LockoutDesk, TokenDesk } from "./needs.ts";
import type { Route } from "./route.ts";
import type { StateCache } from "./state-cache.ts";
import type { SystemWriteCall } from "./system-path.ts";
import { Transaction } from "./transaction.ts";

export interface AttemptRooms {
  cache: StateCache;
  store: KvStore;
  barrier: Barrier;
  tokens: TokenDesk;
  lockout: LockoutDesk;
  logger: Logger;
  /** Log time now, milliseconds. */
  logTimeMs(): number;
  appliedIndex(): number;
  findRoute(namespace: string, path: string): Route | undefined;
  /** Among the paths that every node answers for itself. */
  findNodeRoute(path: string): Route | undefined;
  isSealed(): boolean;
}

export interface AttemptInput {
  request: Request;
  route: Route | undefined;
  token: IdentifiedToken | undefined;
}

export class Attempt {
  readonly request: Request;
  readonly transaction: Transaction;
  readonly #rooms: AttemptRooms;
  readonly #token: IdentifiedToken | undefined;
  readonly #route: Route | undefined;
  readonly #warnings: string[] = [];
  #decision: Decision | undefined;
  readonly #startedAt: number;
  #minted: MintedToken | undefined;
  #afterCommit: Answer["afterCommit"];

  constructor(rooms: AttemptRooms, input: AttemptInput, store: KvReader = rooms.store) {
    this.request = input.request;
    this.#rooms = rooms;
    this.#token = input.token;
    this.#route = input.route;
    this.#startedAt = rooms.appliedIndex();
    this.transaction = new Transaction({ store, barrier: rooms.barrier, nowMs: rooms.logTimeMs() });
  }

  /** The same request once more: on what is known now. @throws VaultError when it is no longer permitted */
  again(store?: KvReader): Attempt {
    const rooms = this.#rooms;
    rooms.cache.refresh();
    const route = rooms.findRoute(this.request.namespace, this.request.path);
    const token = this.#token && this.#identifyAgain(this.#token);
    return new Attempt(rooms, { request: this.request, route, token }, store);
  }

  /** A use that was spent stays spent: the token as it was judged, with what its policies say now. */
  #identifyAgain(before: IdentifiedToken): IdentifiedToken {
    if (before.entry.isLastUse) return before;
    return this.#rooms.tokens.identify(this.request.token, this.request.connection, this.#rooms.logTimeMs());
  }

  /** As decided: a create where the request said update. */
  get operation(): Operation {
    return this.#decision?.operation ?? this.request.operation;
  }

  /** Whether its reads may be of different applied states: several, and the state has moved meanwhile. */
  get isTorn(): boolean {
    return this.transaction.reads > 1 && this.#rooms.appliedIndex() !== this.#startedAt;
  }

  /** @throws VaultError */
  decide(): MaybePromise<void> {
    const decision = decide({
      route: this.#route,
      request: this.request,
      token: this.#token,
      isSealed: this.#rooms.isSealed(),
      readCall: (fields) => this.#call(this.#route as Route, fields),
    });
    return andThen(decision, (made) => {
      this.#decision = made;
    });
  }

  /** Runs the handler. Its writes stay in the transaction. @throws VaultError */
  run(): MaybePromise<Answer> {
    const decision = this.#decision;
    if (!decision) throw new TypeError("a request is decided before it runs");
    const name = decision.path.lockoutName?.(decision.fields);
    if (name === undefined) return this.#handle(decision);
    const login = { mount: decision.route.mount.entry, name };
    return guardLogin(this.#rooms.lockout, login, () => this.#handle(decision));
  }

  #handle(decision: Decision): MaybePromise<Answer> {
    const { route, declaration, fields } = decision;
    this.#warnings.push(...decision.warnings);
    const call = this.#call(route, fields);
    const reply = declaration.writes
      ? declaration.run(route.mount.instance, call)
      : declaration.run(route.mount.instance, call);
    return andThen(reply, (value) => this.#answer(decision, value));
  }

  #answer(decision: Decision, reply: Reply | undefined): Answer {
    const { mount } = decision.route;
    if (reply?.auth) {
      const origin = {
        mount: mount.entry,
        connection: this.request.connection,
        requestPath: this.request.path,
        namespace: this.request.namespace,
      };
      this.#minted = this.#rooms.tokens.issueLogin(this.transaction, reply.auth, origin);
    }
    if (this.transaction.hasWrites) this.#requireAuthority(decision);
    return {
      requestId: this.request.id,
      reply,
      operation: decision.operation,
      warnings: [...(this.#minted?.warnings ?? []), ...(reply?.warnings ?? []), ...this.#warnings],
      mountType: mount.entry.type,
      ...(this.#minted && { auth: this.#minted }),
      ...(this.#afterCommit && { afterCommit: this.#afterCommit }),
    };
  }

  /** What decided the request must still hold when it is written; engines can not leave this out. */
  #requireAuthority(decision: Decision): void {
    const { stored } = decision.route.mount;
    if (stored) this.transaction.require(stored.key, stored.version);
    if (!this.#token) return;
    const { stored: token, authority } = this.#token;
    if (token) this.transaction.require(token.key, token.version);
    for (const { key, version } of authority) this.transaction.require(key, version);
  }

  #call(route: Route, fields: Record<string, unknown>): SystemWriteCall & ReadCall {
    const { uuid, kind, type } = route.mount.entry;
    const namespace = this.request.namespace;
    const transaction = this.transaction;
    const call = {
      request: this.request,
      fields,
      caller: this.#token?.caller,
      nowMs: transaction.nowMs,
      warn: (warning: string) => this.#warnings.push(warning),
      storage: new TransactionView(transaction, storageKey("logical", namespace, `${uuid}/`)),
      settings: new CachedView(transaction, storageKey("settings", namespace, `${uuid}/`), this.#rooms.cache),
    };
    const whole = isPrivileged(kind, type) ? { ...call, ...this.#systemAccess() } : call;
    return whole as unknown as SystemWriteCall;
  }

  #systemAccess(): Pick<SystemWriteCall, "transaction" | "token" | "acl" | "mint" | "afterCommit"> {
    return {
      transaction: this.transaction,
      token: this.#token?.entry,
      acl: this.#token?.acl,
      mint: (token) => {
        this.#minted = token;
      },
      afterCommit: (finish) => {
        this.#afterCommit = finish;
      },
    };
  }
}

/** Mounts that are the core's own rooms. */
function isPrivileged(kind: string, type: string): boolean {
  return kind === "secret" ? type === "system" : type === "token";
}
