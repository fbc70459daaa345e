// Paths of the core's own rooms. Their handlers also get the transaction itself: privilege that shows in a type.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Fields } from "#contract/fields/field.ts";
import type { AnyPath, OperationDeclaration, PathDeclaration, ReadCall, WriteCall } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { Acl } from "./acl.ts";
import type { Answer } from "./answer.ts";
import type { TokenEntry } from "./token-entry.ts";
import type { Transaction } from "./transaction.ts";

/** What only the core's rooms see of a call. */
export interface SystemAccess {
  readonly transaction: Transaction;
  /** Undefined on paths that need no token. */
  readonly token: TokenEntry | undefined;
  readonly acl: Acl | undefined;
  /** Puts a minted token into the answer. */
  mint(token: NonNullable<Answer["auth"]>): void;
  /** What to wait for once the writes are committed, before the answer leaves; its reply replaces the handler's. */
  afterCommit(finish: NonNullable<Answer["afterCommit"]>): void;
}

export type SystemReadCall<F extends Fields = Fields> = ReadCall<F> & SystemAccess;
export type SystemWriteCall<F extends Fields = Fields> = WriteCall<F> & SystemAccess;

type SystemOptions = Pick<OperationDeclaration<unknown, Fields>, "summary" | "access">;

export function systemReads<F extends Fields>(
  run: (call: SystemReadCall<F>) => MaybePromise<Reply | undefined>,
  options: SystemOptions = {},
): OperationDeclaration<unknown, F> {
  return { ...options, writes: false, run: (_engine, call) => run(call as SystemReadCall<F>) };
}

export function systemWrites<F extends Fields>(
  run: (call: SystemWriteCall<F>) => MaybePromise<Reply | undefined>,
  options: SystemOptions = {},
): OperationDeclaration<unknown, F> {
  return { ...options, writes: true, run: (_engine, call) => run(call as SystemWriteCall<F>) };
}

/** Declares a path of a room; the room is bound in the handlers. */
export function systemPath<const F extends Fields>(path: PathDeclaration<unknown, F>): AnyPath<unknown> {
  return path;
}
