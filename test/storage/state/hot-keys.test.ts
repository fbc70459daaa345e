import assert from "node:assert/strict";
import { test } from "node:test";
import { HotKeys, RESERVATION_MS } from "#storage/state/hot-keys.ts";

const named = (name: string): { name: string } => ({ name });
const names = (woken: readonly { candidate: { name: string } }[]): string[] =>
  woken.map(({ candidate }) => candidate.name);

test("one whose retry comes after its reservation ran out is not overtaken by those who came later", () => {
  const keys = new HotKeys<{ name: string }>();
  for (const [at, name] of ["a", "b"].entries()) keys.park("key", named(name), at);
  assert.deepEqual(names(keys.wakeNext("key", 10)), ["a"]);
  const lapsedMs = 10 + RESERVATION_MS;
  assert.deepEqual(names(keys.expire(lapsedMs, () => false)), ["b"]);
  keys.park("key", named("c"), lapsedMs + 1);
  keys.park("key", named("d"), lapsedMs + 2);
  keys.park("key", named("a"), lapsedMs + 3);
  keys.release("key", "b");
  assert.deepEqual(names(keys.wakeNext("key", lapsedMs + 4)), ["a"]);
});

test("once it has come to its turn, its next write begins at the end of the line", () => {
  const keys = new HotKeys<{ name: string }>();
  keys.park("key", named("a"), 0);
  keys.park("key", named("b"), 1);
  keys.wakeNext("key", 10);
  keys.expire(10 + RESERVATION_MS, () => false);
  keys.release("key", "a");
  keys.release("key", "b");
  keys.park("key", named("c"), 500);
  keys.park("key", named("a"), 501);
  assert.deepEqual(names(keys.wakeNext("key", 502)), ["c"]);
});
