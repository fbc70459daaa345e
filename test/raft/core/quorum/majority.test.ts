import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jointCommitted, jointVote } from "#raft/core/quorum/joint.ts";
import { majorityCommitted, majorityVote, type VoteResult } from "#raft/core/quorum/majority.ts";
import { seededRandom } from "#test/seeded-random.ts";

// Slow and literal: tries every set of voters large enough to be a majority.

function majorities(voters: readonly number[]): number[][] {
  let subsets: number[][] = [[]];
  for (const id of voters) subsets = subsets.flatMap((set) => [set, [...set, id]]);
  return subsets.filter((set) => set.length * 2 > voters.length);
}

function committedByDefinition(voters: readonly number[], positions: ReadonlyMap<number, number>): number {
  if (voters.length === 0) return Number.POSITIVE_INFINITY;
  const reached = majorities(voters).map((set) => Math.min(...set.map((id) => positions.get(id) ?? 0)));
  return Math.max(...reached);
}

function voteByDefinition(voters: readonly number[], votes: ReadonlyMap<number, boolean>): VoteResult {
  if (voters.length === 0) return "won";
  const sets = majorities(voters);
  if (sets.some((set) => set.every((id) => votes.get(id) === true))) return "won";
  return sets.some((set) => set.every((id) => votes.get(id) !== false)) ? "pending" : "lost";
}

function drawCases(count: number) {
  const { below } = seededRandom(2024);
  const draw = (size: number) => [1, 2, 3, 4, 5, 6, 7, 8, 9].filter(() => below(9) < size);
  return Array.from({ length: count }, () => {
    const known = new Map(draw(7).map((id) => [id, below(6)] as const));
    return { voters: draw(5), votersOutgoing: draw(4), known };
  });
}

describe("majorities", () => {
  test("commit what some majority has reached, whoever is in it", () => {
    for (const { voters, known } of drawCases(5000)) {
      const expected = committedByDefinition(voters, known);
      assert.equal(
        majorityCommitted(voters, (id) => known.get(id)),
        expected,
        `${voters} ${[...known]}`,
      );
    }
  });

  test("win a vote when some majority says yes, and lose it when none can any more", () => {
    for (const { voters, known } of drawCases(5000)) {
      const votes = new Map([...known].map(([id, value]) => [id, value > 2] as const));
      assert.equal(majorityVote(voters, votes), voteByDefinition(voters, votes), `${voters} ${[...votes]}`);
    }
  });

  test("joint: both must have reached it, both must say yes", () => {
    for (const { voters, votersOutgoing, known } of drawCases(5000)) {
      const joint = { voters, votersOutgoing };
      const committed = [voters, votersOutgoing].map((half) => committedByDefinition(half, known));
      assert.equal(
        jointCommitted(joint, (id) => known.get(id)),
        Math.min(...committed),
      );
      const votes = new Map([...known].map(([id, value]) => [id, value > 2] as const));
      const results = [voters, votersOutgoing].map((half) => voteByDefinition(half, votes));
      const expected = results.includes("lost") ? "lost" : results.includes("pending") ? "pending" : "won";
      assert.equal(jointVote(joint, votes), expected);
    }
  });

  test("any two of one membership overlap, so two leaders of a term are impossible", () => {
    for (const { voters, votersOutgoing, known } of drawCases(2000)) {
      if (voters.length === 0) continue;
      const yes = new Map([...known].map(([id, value]) => [id, value > 2] as const));
      const no = new Map([...known].map(([id, value]) => [id, value <= 2] as const));
      const joint = { voters, votersOutgoing };
      assert.ok(jointVote(joint, yes) !== "won" || jointVote(joint, no) !== "won");
    }
  });
});
