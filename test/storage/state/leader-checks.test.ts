// What the leader accepts is right when it is applied, and everybody comes to their turn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_PARKED_MS, RESERVATION_MS } from "#storage/state/hot-keys.ts";
import { type Candidate, LeaderChecks } from "#storage/state/leader-checks.ts";
import { LeaderSimulation, type Plan } from "./stage/leader-simulation.ts";

type Random = { below(limit: number): number };
const oneKey = (): Plan => ({ keys: ["a"], blind: [] });

/** Up to three keys of `count`, and now and then one written blindly. */
const someKeys =
  (count: number) =>
  (random: Random): Plan => {
    const keys = [...new Set(Array.from({ length: random.below(4) }, () => `k${random.below(count)}`))];
    const blind = random.below(3) === 0 ? [`k${random.below(count)}`] : [];
    return { keys, blind: blind.filter((key) => !keys.includes(key)) };
  };

test("the conditions of whatever was accepted hold when it is applied, in any interleaving", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const clients = 2 + (seed % 24);
    const figures = new LeaderSimulation({
      seed,
      clients,
      successes: 12,
      plan: someKeys(1 + (seed % 9)),
      thinkMs: seed % 7,
      commitMs: 1 + (seed % 11),
    }).run();
    assert.equal(figures.successes, clients * 12);
  }
});

test("the same with clients that do not come back", () => {
  for (let seed = 1; seed <= 30; seed++) {
    new LeaderSimulation({
      seed,
      clients: 20,
      successes: 10,
      plan: someKeys(1 + (seed % 5)),
      desertersOneIn: 2 + (seed % 4),
    }).run();
  }
});

test("64 writers of one key: at most 3 tries for a success, nobody waits 2 seconds", () => {
  for (const [seed, thinkMs] of [0, 1, 3, 10, 30].entries()) {
    const figures = new LeaderSimulation({ seed, clients: 64, successes: 20, plan: oneKey, thinkMs }).run();
    assert.equal(figures.successes, 64 * 20);
    assert.ok(figures.mostTries <= 3, `${figures.mostTries} tries with ${thinkMs} ms to think`);
    assert.ok(figures.longestMs < 2000, `${figures.longestMs} ms with ${thinkMs} ms to think`);
  }
});

test("writers of the same two keys do not take turns for ever", () => {
  const either = (random: Random): Plan => ({ keys: random.below(2) ? ["a", "b"] : ["b", "a"], blind: [] });
  for (let seed = 1; seed <= 10; seed++) {
    const figures = new LeaderSimulation({
      seed,
      clients: 64,
      successes: 10,
      plan: either,
      thinkMs: seed,
    }).run();
    assert.ok(figures.mostTries <= 6, `${figures.mostTries} tries`);
    assert.ok(figures.longestMs < 2000, `${figures.longestMs} ms`);
  }
});

test("writers of overlapping keys all come to their turn", () => {
  const pair = (random: Random): Plan => {
    const first = random.below(5);
    return { keys: [`k${first}`, `k${(first + 1 + random.below(4)) % 5}`], blind: [] };
  };
  for (let seed = 1; seed <= 10; seed++) {
    const figures = new LeaderSimulation({ seed, clients: 40, successes: 10, plan: pair }).run();
    assert.ok(figures.longestMs < 2000, `${figures.longestMs} ms`);
  }
});

test("who parks first is woken first", () => {
  const figures = new LeaderSimulation({ seed: 5, clients: 30, successes: 10, plan: oneKey }).run();
  assert.deepEqual(figures.wokenOrder.get("all"), figures.parkedOrder.get("all"));
});

test("a line of those who have lost is told in a few turns", () => {
  // As with check-and-set: one wins, and whoever looks again gives up.
  const figures = new LeaderSimulation({
    seed: 9,
    clients: 65,
    successes: 1,
    plan: oneKey,
    desertersOneIn: 1,
  }).run();
  assert.equal(figures.successes, 1);
  assert.ok(figures.endedMs <= 7 * (RESERVATION_MS + 20), `${figures.endedMs} ms`);
});

const candidate = (name: string, version: number): Candidate => ({
  name,
  checks: [{ key: "a", version }],
  keys: ["a"],
});

test("a conflict with what is applied is told at once, one with what is pending waits", () => {
  const checks = new LeaderChecks(() => 5);
  assert.deepEqual(checks.offer(candidate("old", 4), 0), { kind: "conflict", key: "a" });
  assert.deepEqual(checks.offer(candidate("first", 5), 0), { kind: "accept" });
  assert.deepEqual(checks.offer(candidate("second", 5), 0), { kind: "parked" });
  const woken = checks.settle(["a"], 1);
  assert.deepEqual(
    woken.map(({ candidate: { name }, key }) => [name, key]),
    [["second", "a"]],
  );
});

test("a key stays reserved for the one who was woken, but not for long", () => {
  const checks = new LeaderChecks(() => 5);
  for (const name of ["first", "second", "third"]) checks.offer(candidate(name, 5), 0);
  checks.settle(["a"], 1);
  assert.equal(checks.offer(candidate("newcomer", 5), 2).kind, "parked");
  assert.deepEqual(checks.expire(RESERVATION_MS), []);
  const woken = checks.expire(1 + RESERVATION_MS).map(({ candidate: { name } }) => name);
  assert.deepEqual(woken, ["third", "newcomer"], "second did not come back: two at once");
  assert.equal(checks.offer(candidate("newcomer", 5), 2 + RESERVATION_MS).kind, "accept");
});

test("nobody is parked for longer than the limit", () => {
  const checks = new LeaderChecks(() => 5);
  checks.offer(candidate("stuck", 5), 0);
  checks.offer(candidate("waiting", 5), 10);
  assert.deepEqual(checks.expire(9 + MAX_PARKED_MS), []);
  assert.equal(checks.expire(10 + MAX_PARKED_MS).length, 1);
  assert.equal(checks.parked, 0);
});

test("a line has an end", () => {
  const checks = new LeaderChecks(() => 5);
  checks.offer(candidate("first", 5), 0);
  const verdicts = Array.from({ length: 1500 }, (_, at) => checks.offer(candidate(`n${at}`, 5), 0).kind);
  assert.equal(verdicts.filter((kind) => kind === "parked").length, 1024);
  assert.equal(verdicts.filter((kind) => kind === "conflict").length, 1500 - 1024);
});

test("when leadership is lost all who wait are named and nothing is left", () => {
  const checks = new LeaderChecks(() => 5);
  for (let at = 0; at < 10; at++) checks.offer(candidate(`n${at}`, 5), 0);
  assert.equal(checks.clear().length, 9);
  assert.deepEqual([checks.parked, checks.pendingKeys], [0, 0]);
  assert.deepEqual(checks.offer(candidate("later", 5), 1), { kind: "accept" });
});
