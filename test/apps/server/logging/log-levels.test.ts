import assert from "node:assert/strict";
import { test } from "node:test";
import { LOG_LEVELS_BYTES, LogLevels } from "#apps/server/logging/log-levels.ts";
import { LOG_LEVELS } from "#base/logger.ts";

/** The same memory as two threads see it. */
function twoThreads(): [LogLevels, LogLevels] {
  const memory = new SharedArrayBuffer(LOG_LEVELS_BYTES);
  const [here, there] = [new LogLevels(memory), new LogLevels(memory)];
  here.configure("info");
  return [here, there];
}

const levelOf = (levels: LogLevels, name: string) => LOG_LEVELS[levels.threshold(levels.enter(name))];

test("a level that one thread sets holds on all, for that logger alone", () => {
  const [here, there] = twoThreads();
  here.enter("core");
  there.enter("http");
  assert.equal(there.set("core", "trace"), true);
  assert.equal(levelOf(here, "core"), "trace");
  assert.equal(levelOf(here, "http"), "info");
  assert.equal(here.reset("core"), true);
  assert.equal(levelOf(there, "core"), "info");
});

test("a level for all overrides those of single loggers, and the configuration's comes back", () => {
  const [here, there] = twoThreads();
  here.enter("core");
  here.set("core", "trace");
  there.set(undefined, "error");
  assert.deepEqual([...here.all()], [["core", "error"]]);
  here.reset(undefined);
  assert.deepEqual([...there.all()], [["core", "info"]]);
});

test("no logger of that name: nothing is set", () => {
  const [here] = twoThreads();
  assert.equal(here.set("nope", "trace"), false);
  assert.equal(here.reset("nope"), false);
});

test("more loggers than there is room for, and names too long, go by the level of all", () => {
  const [here] = twoThreads();
  for (let at = 0; at < 600; at++) here.enter(`mount.${at}`);
  assert.equal(here.enter("mount.599"), undefined);
  assert.equal(here.enter("x".repeat(65)), undefined);
  here.set(undefined, "warn");
  assert.equal(LOG_LEVELS[here.threshold(undefined)], "warn");
  assert.equal(here.all().size, 512);
});

test("what monitors want is the lowest of their levels, and ends with them", () => {
  const [here, there] = twoThreads();
  const ofDebug = here.monitor("debug");
  const ofWarn = there.monitor("warn");
  assert.equal(LOG_LEVELS[there.monitored], "debug");
  ofDebug();
  assert.equal(LOG_LEVELS[here.monitored], "warn");
  ofWarn();
  assert.equal(here.monitored, LOG_LEVELS.length);
  assert.equal(here.monitors, 0);
});
