// U4 and U14 of the bad-input corpus (security.md §5), and the ways that entering shares can go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { InvariantError } from "#base/assert.ts";
import { Secret } from "#base/secret.ts";
import { ShareProgress } from "#seals/share-progress.ts";

const isWiped = (secret: Secret): boolean => secret.reveal().every((byte) => byte === 0);

interface Step {
  enter: string;
  entered: number;
  nonce: string;
  /** The shares handed over by this step. */
  gives?: string[];
}

const stories: [string, number, (Step | "reset")[]][] = [
  ["one share of one ends at once", 1, [{ enter: "a", entered: 0, nonce: "", gives: ["a"] }]],
  [
    "three of three, in the order of coming",
    3,
    [
      { enter: "b", entered: 1, nonce: "n1" },
      { enter: "a", entered: 2, nonce: "n1" },
      { enter: "c", entered: 0, nonce: "", gives: ["b", "a", "c"] },
    ],
  ],
  [
    "the same share again changes nothing",
    3,
    [
      { enter: "a", entered: 1, nonce: "n1" },
      { enter: "a", entered: 1, nonce: "n1" },
      { enter: "b", entered: 2, nonce: "n1" },
      { enter: "a", entered: 2, nonce: "n1" },
      { enter: "b", entered: 2, nonce: "n1" },
      { enter: "c", entered: 0, nonce: "", gives: ["a", "b", "c"] },
    ],
  ],
  [
    "a share that is a beginning of another is another",
    2,
    [
      { enter: "ab", entered: 1, nonce: "n1" },
      { enter: "a", entered: 0, nonce: "", gives: ["ab", "a"] },
    ],
  ],
  [
    "after a reset a new nonce begins, and old shares may come again",
    2,
    [
      { enter: "a", entered: 1, nonce: "n1" },
      "reset",
      { enter: "a", entered: 1, nonce: "n2" },
      { enter: "b", entered: 0, nonce: "", gives: ["a", "b"] },
    ],
  ],
  [
    "after the end all is forgotten: the next share begins anew",
    2,
    [
      { enter: "a", entered: 1, nonce: "n1" },
      { enter: "b", entered: 0, nonce: "", gives: ["a", "b"] },
      { enter: "a", entered: 1, nonce: "n2" },
      { enter: "a", entered: 1, nonce: "n2" },
      { enter: "c", entered: 0, nonce: "", gives: ["a", "c"] },
    ],
  ],
  ["a reset of nothing is nothing", 2, ["reset", { enter: "a", entered: 1, nonce: "n1" }, "reset", "reset"]],
];

function newProgress(): ShareProgress {
  let nonces = 0;
  return new ShareProgress(() => `n${++nonces}`);
}

for (const [name, threshold, steps] of stories) {
  test(name, () => {
    const progress = newProgress();
    assert.deepEqual([progress.entered, progress.nonce], [0, ""]);
    for (const step of steps) {
      if (step === "reset") {
        progress.reset();
        assert.deepEqual([progress.entered, progress.nonce], [0, ""]);
        continue;
      }
      const given = progress.enter(Secret.ofText(step.enter), threshold);
      assert.deepEqual(
        given?.map((share) => new TextDecoder().decode(share.reveal())),
        step.gives,
      );
      assert.deepEqual([progress.entered, progress.nonce], [step.entered, step.nonce]);
    }
  });
}

test("a reset wipes what was entered", () => {
  const progress = newProgress();
  const shares = ["a", "b"].map((text) => Secret.ofText(text));
  for (const share of shares) progress.enter(share, 3);
  progress.reset();
  assert.ok(shares.every(isWiped));
});

test("a share that was known is wiped, the one that was kept is not", () => {
  const progress = newProgress();
  const [kept, again] = [Secret.ofText("a"), Secret.ofText("a")];
  progress.enter(kept, 3);
  progress.enter(again, 3);
  assert.ok(isWiped(again));
  assert.ok(!isWiped(kept));
});

test("what was handed over is out of reach of a later reset", () => {
  const progress = newProgress();
  const given = progress.enter(Secret.ofText("a"), 1);
  progress.reset();
  assert.ok(given?.every((share) => !isWiped(share)));
});

test("two people who bring the last share at the same time: one of them gets the whole", () => {
  const progress = newProgress();
  progress.enter(Secret.ofText("a"), 2);
  const first = progress.enter(Secret.ofText("b"), 2);
  const second = progress.enter(Secret.ofText("b"), 2);
  assert.equal(first?.length, 2);
  assert.equal(second, undefined);
  assert.equal(progress.entered, 1);
});

test("a threshold lowered meanwhile counts from the next share on, a known one too", () => {
  const progress = newProgress();
  for (const text of ["a", "b"]) progress.enter(Secret.ofText(text), 5);
  assert.equal(progress.enter(Secret.ofText("a"), 2)?.length, 2);
});

test("a threshold of zero is a bug", () => {
  assert.throws(() => newProgress().enter(Secret.ofText("a"), 0), InvariantError);
});

test("printing the progress shows no share", () => {
  const progress = newProgress();
  progress.enter(Secret.ofText("canary-share"), 2);
  const shown = `${inspect(progress, { depth: 9, showHidden: true })} ${JSON.stringify(progress)} ${progress}`;
  assert.ok(!shown.includes("canary"));
});
