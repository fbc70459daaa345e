/**
 * Why bytes are no acceptable document. `shape`: built in a way that is refused, as too deep; `size`: more of something
 * than is allowed.
 */
export type JsonErrorKind = "syntax" | "duplicate" | "shape" | "size";

/** The message names the rule or the limit, never a value. */
export class JsonError extends Error {
  readonly kind: JsonErrorKind;

  constructor(kind: JsonErrorKind, message: string) {
    super(message);
    this.name = "JsonError";
    this.kind = kind;
  }
}
