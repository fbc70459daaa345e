import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ChaosCluster } from "#test/raft-core/chaos-cluster.ts";

function transcript(seed: number, voterOrder?: number[]): string[] {
  const cluster = new ChaosCluster({ seed, steps: 3000, reconfigure: true }, voterOrder);
  cluster.run();
  return cluster.transcript;
}

/** The first line in which two transcripts differ; whole ones would make an endless message. */
function difference(one: readonly string[], other: readonly string[]): string | undefined {
  const length = Math.max(one.length, other.length);
  for (let line = 0; line < length; line++) {
    if (one[line] !== other[line]) return `line ${line}: ${one[line]} or ${other[line]}`;
  }
  return undefined;
}

describe("the same inputs give the same outputs, to the last byte", () => {
  test("run after run", () => {
    for (let seed = 100; seed < 110; seed++) {
      assert.equal(difference(transcript(seed), transcript(seed)), undefined);
    }
  });

  test("whatever order storage lists members in", () => {
    for (let seed = 200; seed < 205; seed++) {
      assert.equal(difference(transcript(seed, [3, 1, 2]), transcript(seed)), undefined);
    }
  });

  test("and other inputs give others", () => {
    assert.notEqual(difference(transcript(300), transcript(301)), undefined);
  });
});
