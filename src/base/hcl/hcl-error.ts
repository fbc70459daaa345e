import type { HclPosition } from "./ast.ts";

/**
 * `syntax`: not HCL. `duplicate`: an argument given twice. `limit`: larger, deeper or longer than the reader
 * allows. `value`: well-formed, but not what the one who reads it asked for.
 */
export type HclErrorKind = "syntax" | "duplicate" | "limit" | "value";

/** Why a text was refused, and where. `reason` never repeats a value of the text. */
export class HclError extends Error {
  readonly kind: HclErrorKind;
  readonly position: HclPosition;
  readonly reason: string;

  constructor(kind: HclErrorKind, position: HclPosition, reason: string) {
    super(`line ${position.line}, column ${position.column}: ${reason}`);
    this.name = "HclError";
    this.kind = kind;
    this.position = position;
    this.reason = reason;
  }

  get line(): number {
    return this.position.line;
  }

  get column(): number {
    return this.position.column;
  }
}
