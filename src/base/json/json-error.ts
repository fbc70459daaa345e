export type JsonErrorKind = "syntax" | "limit" | "duplicate";

/** Why bytes are no acceptable JSON document. The message names the rule or the limit, never a value. */
export class JsonError extends Error {
  readonly kind: JsonErrorKind;

  constructor(kind: JsonErrorKind, message: string) {
    super(message);
    this.name = "JsonError";
    this.kind = kind;
  }
}
