// The checker against histories whose verdict is known: drawn by hand, made so, or judged by the definition.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { Operation } from "#test/simulation/clients/operation.ts";
import { isLinearizableByForce } from "#test/simulation/linearizability/brute-force.ts";
import { drawHistory, withStaleRead } from "#test/simulation/linearizability/draw-history.ts";
import { isLinearizable } from "#test/simulation/linearizability/is-linearizable.ts";

/** One client a line: `[w1..]` writes 1 while the dots last, `[r1]` reads 1, `[c1>2]` changes 1 to 2, `?`: unknown. */
function history(...lines: string[]): Operation[] {
  return lines.flatMap((line, client) =>
    [...line.matchAll(/\[([wrc])(\d+)(?:>(\d+))?\.*([\]?])/g)].map((match): Operation => {
      const [text, letter, first, second, ending] = match;
      const kind = letter === "w" ? "write" : letter === "r" ? "read" : "cas";
      const begunAt = match.index;
      const endedAt = ending === "?" ? Number.POSITIVE_INFINITY : begunAt + text.length - 1;
      const value = Number(second ?? first);
      return {
        client,
        key: "k",
        kind,
        expected: kind === "cas" ? Number(first) : 0,
        value,
        begunAt,
        endedAt,
      };
    }),
  );
}

const LINEARIZABLE: Record<string, Operation[]> = {
  "nothing happened": [],
  "the register is empty at first": history("[r0]"),
  "one reads what one wrote": history("[w1] [r1]"),
  "a read during a write sees the old value": history("[w1......]", "  [r0]"),
  "a read during a write sees the new value": history("[w1......]", "  [r1]"),
  "two reads during a write: old, then new": history("[w1............]", " [r0] [r1]"),
  "concurrent writes, either may be last": history("[w1...]      [r1]", "[w2...]"),
  "concurrent writes, seen in one order by two": history(
    "[w1...]",
    "[w2...]",
    "       [r2] [r2]",
    "         [r2]",
  ),
  "a cas on what was written": history("[w1] [c1>2] [r2]"),
  "two concurrent cas in a chain": history("[w1]      [c2>3.....]", "      [c1>2.........]   [r3]"),
  "a write of unknown outcome that happened": history("[w1?", "      [r1]"),
  "a write of unknown outcome that did not": history("[w1?", "      [r0] [r0]"),
  "a write of unknown outcome that happened late": history("[w1?", "      [r0] [r1]"),
  "an unknown cas that explains a later value": history("[w1]  [c1>2?", "              [r1] [r2]"),
  "overlapping everything": history("[w1.........]", " [w2.........]", "  [r2....]", "     [r1......]"),
};

const NOT_LINEARIZABLE: Record<string, Operation[]> = {
  "a value that nobody wrote": history("[r7]"),
  "a write that is not seen": history("[w1] [r0]"),
  "a stale read": history("[w1] [w2] [r1]"),
  "new, then old, during one write": history("[w1............]", " [r1] [r0]"),
  "two readers see two orders": history("[w1...]", "[w2...]", "        [r1] [r2]", "        [r2] [r1]"),
  "a cas on another value": history("[w1] [w2] [c1>3] [r3]"),
  "two cas from one value": history("[w1]  [c1>2]", "      [c1>3]"),
  "a read of the future": history("[r1] [w1]"),
  "an unknown write that came and went": history("[w1?", "      [r1] [r0]"),
  "an unknown write before it began": history("[r1]  [w1?"),
  "a lost update": history("[w1] [c1>2]      ", "            [w3] [r2]"),
  "old again after a cas": history("[w1] [c1>2] [r1]"),
};

describe("histories drawn by hand", () => {
  for (const [name, operations] of Object.entries(LINEARIZABLE)) {
    test(`linearizable: ${name}`, () => {
      assert.equal(isLinearizable(operations), "linearizable");
      assert.ok(isLinearizableByForce(operations));
    });
  }
  for (const [name, operations] of Object.entries(NOT_LINEARIZABLE)) {
    test(`not linearizable: ${name}`, () => {
      assert.equal(isLinearizable(operations), "not linearizable");
      assert.ok(!isLinearizableByForce(operations));
    });
  }
});

describe("random histories", () => {
  test("fifty that a real register made are linearizable, and are not once a read is stale", () => {
    const random = new SeededRandom(11);
    let spoiled = 0;
    for (let made = 0; made < 50; made++) {
      const shape = {
        operations: 400,
        clients: random.between(2, 9),
        unknownShare: random.pick([0, 0.05, 0.15]),
      };
      const operations = drawHistory(random, shape);
      assert.equal(isLinearizable(operations), "linearizable");
      const stale = withStaleRead(operations, random);
      if (stale === undefined) continue;
      spoiled++;
      assert.equal(isLinearizable(stale), "not linearizable");
    }
    assert.ok(spoiled >= 45, `${spoiled} could be spoiled`);
  });

  test("three hundred small ones with any answers at all get the verdict of the definition", () => {
    const random = new SeededRandom(12);
    const verdicts = { linearizable: 0, "not linearizable": 0 };
    for (let made = 0; made < 300; made++) {
      const operations = drawHistory(random, { operations: 7, clients: 3, unknownShare: 0.2 }).map(
        (operation) =>
          operation.kind === "read" && random.chance(0.15)
            ? { ...operation, value: random.below(8) }
            : operation,
      );
      const expected = isLinearizableByForce(operations) ? "linearizable" : "not linearizable";
      verdicts[expected]++;
      assert.equal(isLinearizable(operations), expected, JSON.stringify(operations));
    }
    assert.ok(verdicts.linearizable > 50 && verdicts["not linearizable"] > 50, JSON.stringify(verdicts));
  });

  test("a search that would take too long says so instead of guessing", () => {
    const writes = Array.from({ length: 40 }, (_, at): Operation => {
      return { client: at, key: "k", kind: "write", expected: 0, value: at + 1, begunAt: at, endedAt: 1000 };
    });
    const impossible: Operation = {
      client: 99,
      key: "k",
      kind: "read",
      expected: 0,
      value: 99,
      begunAt: 2000,
      endedAt: 2001,
    };
    assert.equal(isLinearizable([...writes, impossible], 0, 20_000), "too hard");
  });
});
