import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ChaosCluster } from "#test/raft-core/chaos-cluster.ts";
import { runTrace } from "#test/raft-traces/run-trace.ts";
import { tracesFolder } from "#test/raft-traces/traces-folder.ts";

const FORBIDDEN = [
  ["Date", "now"],
  ["Math", "random"],
  ["performance", "now"],
  ["crypto", "getRandomValues"],
  ["crypto", "randomUUID"],
  ["process", "nextTick"],
  ["process", "hrtime"],
  ["console", "log"],
  ["console", "error"],
] as const;
const FORBIDDEN_GLOBALS = [
  "Date",
  "Promise",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "fetch",
];

/** Runs `action` while clocks, chance, timers and promises throw. */
function withoutTheWorld<T>(action: () => T): T {
  const world = globalThis as unknown as Record<string, Record<string, unknown>>;
  const undo: (() => void)[] = [];
  const trap = (owner: object, name: string) => {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    const caught = () => {
      throw new Error(`the core reached for ${name}`);
    };
    const value = new Proxy(function trapped() {}, { apply: caught, construct: caught, get: caught });
    if (before?.configurable === false) return;
    Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    undo.unshift(() => {
      Reflect.deleteProperty(owner, name);
      if (before !== undefined) Object.defineProperty(owner, name, before);
    });
  };
  for (const [owner, name] of FORBIDDEN) {
    const home = world[owner];
    if (home !== undefined) trap(home, name);
  }
  for (const name of FORBIDDEN_GLOBALS) trap(globalThis, name);
  try {
    return action();
  } finally {
    for (const step of undo) step();
  }
}

describe("the core touches nothing outside its arguments", () => {
  test("the trap catches what it is set for", () => {
    const worldly = [
      () => Date.now(),
      () => new Date(),
      () => Math.random(),
      () => setTimeout(() => {}, 0),
      () => new Promise(() => {}),
      () => performance.now(),
      () => queueMicrotask(() => {}),
    ];
    for (const reach of worldly) assert.throws(() => withoutTheWorld(reach), /the core reached for/);
    assert.equal(typeof Date.now(), "number", "and is taken away again");
  });

  test("while everything happens to a cluster", () => {
    withoutTheWorld(() => {
      for (let seed = 1; seed <= 10; seed++) new ChaosCluster({ seed, steps: 2000, reconfigure: true }).run();
    });
  });

  const folder = join(tracesFolder(), "testdata");
  const skip = existsSync(folder) ? false : `no traces in ${folder}`;
  test("while it replays the traces", { skip }, () => {
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    const failures = withoutTheWorld(() => texts.map(runTrace));
    assert.deepEqual(
      failures.filter((failure) => failure !== undefined),
      [],
    );
  });
});
