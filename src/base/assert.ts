// Assertions are bug reports: they stop what must not go on. A refusal to a caller is a VaultError instead.

/** Thrown when something that must hold does not. Whoever owns the process ends it. */
export class InvariantError extends Error {
  constructor(reason: string) {
    super(`invariant broken: ${reason}`);
    this.name = "InvariantError";
  }
}

/** @throws InvariantError when `condition` is false */
export function assert(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new InvariantError(reason);
}

/** Closes a switch over a union: a new case is a compile error here. @throws InvariantError always */
export function unreachable(value: never): never {
  throw new InvariantError(`unexpected case ${JSON.stringify(value)}`);
}
