// Vault 1.21 refuses an argument given twice in one object: two readers could disagree on which one counts.
// Repeated blocks are no arguments; they add up.
import type { HclKey } from "./ast.ts";
import { HclError } from "./hcl-error.ts";

export class ArgumentNames {
  readonly #seen = new Set<string>();

  /** @throws HclError of kind `duplicate`, in Vault's words */
  add(key: HclKey): void {
    if (this.#seen.has(key.name)) {
      const { line, column } = key.position;
      throw new HclError(
        "duplicate",
        key.position,
        `The argument ${JSON.stringify(key.name)} at ${line}:${column} was already set. Each argument can only be defined once`,
      );
    }
    this.#seen.add(key.name);
  }
}
