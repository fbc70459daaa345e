// A bound on everything a text can make the parser do, checked before the memory is taken ("HCL bomb").
import type { HclPosition } from "./ast.ts";
import { HclError } from "./hcl-error.ts";

export interface HclLimits {
  /** UTF-16 units of the text, so at most as many bytes. */
  readonly maxLength: number;
  /** Objects and lists inside one another. */
  readonly maxDepth: number;
  /** Items of objects and values of lists, all told. */
  readonly maxItems: number;
}

export const HCL_LIMITS: HclLimits = { maxLength: 1024 * 1024, maxDepth: 64, maxItems: 100_000 };

/** Counts what a text holds while it is parsed. @throws HclError of kind `limit` */
export class HclBudget {
  readonly #limits: HclLimits;
  #depth = 0;
  #items = 0;

  constructor(limits: HclLimits) {
    this.#limits = limits;
  }

  enter(position: HclPosition): void {
    this.#depth++;
    if (this.#depth > this.#limits.maxDepth) {
      throw new HclError("limit", position, `nested more than ${this.#limits.maxDepth} deep`);
    }
  }

  leave(): void {
    this.#depth--;
  }

  countItem(position: HclPosition): void {
    this.#items++;
    if (this.#items > this.#limits.maxItems) {
      throw new HclError("limit", position, `more than ${this.#limits.maxItems} items`);
    }
  }
}
