/** The state store does not hold what it must: this node must not serve from it. It must be rebuilt from a peer. */
export class StateDamageError extends Error {
  constructor(reason: string) {
    super(`the state store is damaged: ${reason}; remove this node's data and let it join again`);
    this.name = "StateDamageError";
  }
}
