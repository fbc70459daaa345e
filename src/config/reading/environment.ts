// Environment variables as configuration values: BAO_X first, then VAULT_X; an empty one is not set.
import type { HclString } from "#base/hcl/ast.ts";

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export class Environment {
  readonly #variables: EnvironmentVariables;

  constructor(variables: EnvironmentVariables) {
    this.#variables = variables;
  }

  /** @param names without their prefix, the first that is set counts */
  find(...names: readonly string[]): HclString | undefined {
    for (const name of names) {
      for (const variable of [`BAO_${name}`, `VAULT_${name}`]) {
        const value = this.exactly(variable);
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  /** The variable of just this name, as `env://NAME` asks for. */
  exactly(variable: string): HclString | undefined {
    const value = Object.hasOwn(this.#variables, variable) ? this.#variables[variable] : undefined;
    if (value === undefined || value === "") return undefined;
    return { kind: "string", value, position: { source: `environment:${variable}`, line: 0, column: 0 } };
  }
}
