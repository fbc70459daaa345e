// Each path is declared once: pattern, fields, access, where it runs, whether it writes, behaviour when sealed. Router,
// ACL class, OpenAPI, help and command-line completion all read that declaration (design §7).
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Caller } from "./caller.ts";
import type { Fields, FieldValues } from "./fields/field.ts";
import type { DeclaredOperation } from "./operation.ts";
import type { Reply } from "./reply.ts";
import type { Request } from "./request.ts";
import type { ReadView, View } from "./view.ts";

/** Who may call: any token with the capability; one that also has `sudo`; or anybody at all. */
export type Access = "token" | "sudo" | "none";

interface CallBase<F extends Fields> {
  readonly request: Request;
  readonly fields: FieldValues<F>;
  /** Undefined on paths that need no token. */
  readonly caller: Caller | undefined;
  /** Log time, milliseconds since the epoch: what decides TTLs. */
  readonly nowMs: number;
  /** Adds a warning to the answer. */
  warn(warning: string): void;
}

export interface ReadCall<F extends Fields = Fields> extends CallBase<F> {
  readonly storage: ReadView;
  /** Records that threads keep cached. */
  readonly settings: ReadView;
}

export interface WriteCall<F extends Fields = Fields> extends CallBase<F> {
  readonly storage: View;
  readonly settings: View;
}

/** May run again when what it read has changed meanwhile: no effect but the writes and the reply. */
export type ReadHandler<E, F extends Fields> = (
  engine: E,
  call: ReadCall<F>,
) => MaybePromise<Reply | undefined>;
export type WriteHandler<E, F extends Fields> = (
  engine: E,
  call: WriteCall<F>,
) => MaybePromise<Reply | undefined>;

interface OperationOptions {
  summary?: string;
  /** Where it differs from the path's. */
  access?: Access;
}

export type OperationDeclaration<E, F extends Fields> =
  | (OperationOptions & { writes: false; run: ReadHandler<E, F> })
  | (OperationOptions & { writes: true; run: WriteHandler<E, F> });

export interface PathDeclaration<E, F extends Fields = Fields> {
  /** `literal/:segment/:rest*`; a `:rest*` comes last and may be empty. */
  pattern: string;
  /** Parameters of the path, of the query and of the body alike. */
  fields: F;
  operations: Partial<Record<DeclaredOperation, OperationDeclaration<E, F>>>;
  /** Default "token". */
  access?: Access;
  /** Default "leader". */
  runsOn?: "leader" | "any";
  /** Default "refuse". Only paths that need nothing of the barrier serve while sealed. */
  whenSealed?: "refuse" | "serve";
  /** Decides create against update for the ACL; without it every write is an update. */
  exists?: (engine: E, call: ReadCall<F>) => MaybePromise<boolean>;
  /** The body is the client's own data: every parameter is taken, as it came, from `request.parameters`. */
  takesAnyParameter?: true;
  /** Names of parameters are read in any case, as Go reads those of its structs (vault-api.md §2.2). */
  anyCase?: true;
  /**
   * Captured names in which case means nothing. They are lower-cased once, before anything is decided: policies are
   * asked about the name that is meant as well as the one that was written (GHSA-fg5x-7whg-6c28).
   */
  caseless?: readonly (keyof F & string)[];
  /** A login path: the user's name, by which failures are counted and locked out. */
  lockoutName?: (fields: FieldValues<F>) => string;
  summary: string;
  description?: string;
}

/** A path of engine `E`, its fields no longer known. */
// biome-ignore lint/suspicious/noExplicitAny: the fields' types are checked inside the declaration, not across paths
export type AnyPath<E> = PathDeclaration<E, any>;

/** Declares a path; the fields' types flow into its handlers. */
export function definePath<E>(): <const F extends Fields>(path: PathDeclaration<E, F>) => AnyPath<E> {
  return (path) => path;
}

export function reads<E, F extends Fields>(
  run: ReadHandler<E, F>,
  options: OperationOptions = {},
): OperationDeclaration<E, F> {
  return { ...options, writes: false, run };
}

export function writes<E, F extends Fields>(
  run: WriteHandler<E, F>,
  options: OperationOptions = {},
): OperationDeclaration<E, F> {
  return { ...options, writes: true, run };
}
