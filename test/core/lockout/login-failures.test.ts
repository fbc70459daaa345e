import assert from "node:assert/strict";
import { test } from "node:test";
import { LoginFailures } from "#core/lockout/login-failures.ts";
import { seededRandom } from "#test/seeded-random.ts";

const rule = { threshold: 5, durationMs: 900_000, counterResetMs: 900_000 };
const MINUTE = 60_000;

function failTimes(failures: LoginFailures, name: string, times: number, nowMs = 0): boolean {
  let isLocked = false;
  for (let time = 0; time < times; time++) isLocked = failures.failed("m", name, rule, nowMs);
  return isLocked;
}

test("the fifth failure locks, and no failure before", () => {
  const failures = new LoginFailures();
  assert.equal(failTimes(failures, "bob", 4), false);
  assert.equal(failures.isLocked("m", "bob", 0), false);
  assert.equal(failTimes(failures, "bob", 1), true);
  assert.equal(failures.isLocked("m", "bob", 0), true);
});

test("names and mounts are counted apart", () => {
  const failures = new LoginFailures();
  failTimes(failures, "bob", 5);
  assert.equal(failures.isLocked("m", "ada", 0), false);
  assert.equal(failures.isLocked("other", "bob", 0), false);
  assert.equal(failures.isLocked("m\nbob", "", 0), false);
});

test("a lock holds for its time, is not made longer by more failures, and leaves nothing behind", () => {
  const failures = new LoginFailures();
  failTimes(failures, "bob", 5);
  assert.equal(failures.failed("m", "bob", rule, 14 * MINUTE), true);
  assert.equal(failures.isLocked("m", "bob", 15 * MINUTE - 1), true);
  assert.equal(failures.isLocked("m", "bob", 15 * MINUTE), false);
  assert.equal(failTimes(failures, "bob", 4, 15 * MINUTE), false);
});

test("the count begins anew after the time without a failure, and each failure starts that time again", () => {
  const failures = new LoginFailures();
  failTimes(failures, "bob", 3);
  failTimes(failures, "bob", 1, 15 * MINUTE - 1);
  assert.equal(failTimes(failures, "bob", 1, 30 * MINUTE - 2), true);
  const others = new LoginFailures();
  failTimes(others, "bob", 4);
  assert.equal(failTimes(others, "bob", 1, 15 * MINUTE), false);
});

test("a right password forgets the failures, unless the name is locked already", () => {
  const failures = new LoginFailures();
  failTimes(failures, "bob", 4);
  assert.equal(failures.succeeded("m", "bob", 0), true);
  assert.equal(failTimes(failures, "bob", 4), false);
  failTimes(failures, "bob", 1);
  assert.equal(failures.succeeded("m", "bob", 0), false);
  assert.equal(failures.isLocked("m", "bob", 0), true);
  assert.equal(failures.succeeded("m", "bob", 15 * MINUTE), true);
});

test("locked names are told by mount; an unlocked one starts from nothing", () => {
  const failures = new LoginFailures();
  failTimes(failures, "bob", 5);
  failTimes(failures, "ada", 6);
  failTimes(failures, "eve", 4);
  for (let time = 0; time < 5; time++) failures.failed("n", "bob", rule, 0);
  assert.deepEqual(failures.locked(0), [
    { mount: "m", names: ["ada", "bob"] },
    { mount: "n", names: ["bob"] },
  ]);
  failures.unlock("m", "bob");
  failures.unlock("m", "nobody");
  assert.deepEqual(failures.locked(0)[0], { mount: "m", names: ["ada"] });
  assert.equal(failTimes(failures, "bob", 4), false);
  assert.deepEqual(failures.locked(15 * MINUTE), []);
});

test("a threshold of one locks at once", () => {
  const failures = new LoginFailures();
  assert.equal(failures.failed("m", "bob", { ...rule, threshold: 1 }, 0), true);
});

test("very long names are counted like others and take little memory", () => {
  const failures = new LoginFailures();
  const [one, other] = ["a", "b"].map((last) => "x".repeat(100_000) + last);
  failTimes(failures, one ?? "", 5);
  assert.equal(failures.isLocked("m", one ?? "", 0), true);
  assert.equal(failures.isLocked("m", other ?? "", 0), false);
  assert.ok((failures.locked(0)[0]?.names[0]?.length ?? 0) < 200);
});

test("memory is bounded, and ended failures make room first", () => {
  const failures = new LoginFailures(100);
  for (let name = 0; name < 1000; name++) failures.failed("m", `n${name}`, rule, name);
  assert.equal(failures.size, 100);
  failures.failed("m", "late", rule, 60 * MINUTE);
  assert.equal(failures.size, 1);
});

test("whoever fills the table with other names takes no failure off a name", () => {
  for (let guesses = 1; guesses <= 4; guesses++) {
    const failures = new LoginFailures(100);
    failTimes(failures, "victim", guesses);
    for (let name = 0; name < 5000; name++) failures.failed("m", `flood${name}`, rule, 1);
    assert.equal(failTimes(failures, "victim", 5 - guesses, 2), true, `${guesses}`);
  }
});

test("a lock outlives a flood of names that fail less often", () => {
  const failures = new LoginFailures(100);
  failTimes(failures, "victim", 5);
  for (let name = 0; name < 300; name++) failures.failed("m", `flood${name}`, rule, 1);
  assert.equal(failures.isLocked("m", "victim", 2), true);
});

test("no name that failed five times in its window ever has a sixth try (random floods)", () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seededRandom(seed);
    const failures = new LoginFailures(8);
    const since = new Map<string, number>();
    for (let step = 0; step < 2000; step++) {
      const name = `n${random.below(30)}`;
      if (random.below(40) === 0) {
        if (failures.succeeded("m", name, 0)) since.delete(name);
        continue;
      }
      const count = (since.get(name) ?? 0) + 1;
      since.set(name, count);
      const isLocked = failures.failed("m", name, rule, 0);
      if (count >= 5) assert.equal(isLocked, true, `seed ${seed}, step ${step}`);
    }
  }
});
