// Random histories of one register, made by playing a real one: each operation takes effect at one moment between its
// beginning and its end. So they are linearizable, and what spoils them is known.
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { Operation } from "../clients/operation.ts";

export interface HistoryShape {
  readonly operations: number;
  readonly clients: number;
  /** Share of writes whose client never learns the outcome; half of those do not happen. */
  readonly unknownShare: number;
}

interface Running {
  readonly operation: Omit<Operation, "endedAt" | "value"> & { readonly written: number };
  /** What it read, or wrote, once it has taken effect. */
  effect: number | undefined;
}

/** Values are unique; 0 is what the register holds before all. */
export function drawHistory(random: SeededRandom, shape: HistoryShape): Operation[] {
  const done: Operation[] = [];
  const running = new Map<number, Running>();
  let register = 0;
  let at = 0;
  let begun = 0;
  const begin = (client: number): void => {
    const kind = random.pick(["read", "read", "write", "cas"] as const);
    const expected = kind === "cas" ? register : 0;
    const operation = { client, key: "k", kind, expected, written: ++begun, begunAt: ++at };
    running.set(client, { operation, effect: undefined });
  };
  const takeEffect = (entry: Running): void => {
    const { kind, written, expected } = entry.operation;
    if (kind === "read") entry.effect = register;
    else if (kind === "write" || expected === register) {
      register = written;
      entry.effect = written;
    }
  };
  const end = (client: number, { operation, effect }: Running): void => {
    running.delete(client);
    const { written, ...rest } = operation;
    const isUnknown = operation.kind !== "read" && random.chance(shape.unknownShare);
    if (isUnknown) done.push({ ...rest, value: written, endedAt: Number.POSITIVE_INFINITY });
    // A cas that found another value is refused: it is no part of the history.
    else if (effect !== undefined) done.push({ ...rest, value: effect, endedAt: ++at });
  };
  while (begun < shape.operations || running.size > 0) {
    const client = random.below(shape.clients);
    const entry = running.get(client);
    if (entry === undefined) {
      if (begun < shape.operations) begin(client);
    } else if (entry.effect === undefined && !random.chance(shape.unknownShare / 2)) {
      takeEffect(entry);
      if (entry.effect === undefined) end(client, entry);
    } else end(client, entry);
  }
  return done;
}

/**
 * Makes one read return a value that was surely overwritten before it began: the write of another value that was read
 * later, by somebody who had finished already. `undefined` when the history has no such place.
 */
export function withStaleRead(history: readonly Operation[], random: SeededRandom): Operation[] | undefined {
  const reads = history.filter(({ kind }) => kind === "read");
  const pairs = reads.flatMap((old) =>
    reads
      .filter((newer) => newer.begunAt > old.endedAt && newer.value !== old.value)
      .map((newer) => ({ old, newer })),
  );
  // Whoever reads after `newer` must not see what `old` saw: nothing writes a value twice.
  const spoiled = pairs.flatMap(({ old, newer }) =>
    reads
      .filter((late) => late.begunAt > newer.endedAt && late.value !== old.value)
      .map((late) => ({ old, late })),
  );
  const chosen = spoiled[random.below(Math.max(1, spoiled.length))];
  if (chosen === undefined) return undefined;
  return history.map((operation) =>
    operation === chosen.late ? { ...operation, value: chosen.old.value } : operation,
  );
}
