// The benches' own machinery: a short run of a whole one, verdicts, and what a comparison says.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gatesOf } from "../../bench/kv/kv-gates.ts";
import { newReport, type Report } from "../../bench/report/report.ts";
import { gatesOf as transitGatesOf } from "../../bench/transit/transit-gates.ts";
import { BESIDE_SIGNATURES } from "../../bench/transit/transit-run.ts";

function bench(...options: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["--no-warnings", "bench/main.ts", ...options], { encoding: "utf8" });
}

test("a quick kv bench loads a whole node and writes a report that can be compared", () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-bench-test-"));
  try {
    const file = join(folder, "report.json");
    const run = bench("kv", "--quick", "--only=kv2 read", "--connections=32", `--json=${file}`);
    assert.equal(run.status, 0, run.stderr);
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const row = report.rows.find(({ name }) => name === "kv2 read, 32 conn, 1000 keys");
    assert.ok(row && (row.figures.perSecond ?? 0) > 0 && (row.figures.cpuUs ?? 0) > 0);
    assert.ok(report.gates.some(({ name }) => name === "kv2 read of bare Hono"));
    row.figures.perSecond = 2 * (row.figures.perSecond ?? 0);
    const after = join(folder, "after.json");
    writeFileSync(after, JSON.stringify(report));
    assert.match(bench("--compare", file, after).stdout, /perSecond .* 100\.0 %/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a gate is missed below its share of bare Hono, and judged only where its row was measured", () => {
  const report = newReport("kv", { bigKeys: 0 });
  report.rows.push({ name: "kv2 read, 32 conn, 1000 keys", figures: { ofHono: 0.49, perSecond: 1 } });
  report.rows.push({ name: "kv1 read, 32 conn, 1000 keys", figures: { ofHono: 0.55, perSecond: 1 } });
  assert.deepEqual(
    gatesOf(report).map(({ name, pass }) => [name, pass]),
    [
      ["kv2 read of bare Hono", false],
      ["kv1 read of bare Hono", true],
    ],
  );
});

test("transit is judged beside bare Hono, by items a second, and by what signatures do to reads", () => {
  const report = newReport("transit", {});
  report.rows.push({ name: "encrypt, 32 conn", figures: { ofHono: 0.44 } });
  report.rows.push({ name: "decrypt batch, 32 conn", figures: { itemsPerSecond: 100_000, ofHono: 0.1 } });
  report.rows.push({ name: BESIDE_SIGNATURES, figures: { p99Ms: 4.1, aloneP99Ms: 2 } });
  assert.deepEqual(
    transitGatesOf(report).map(({ name, pass }) => [name, pass]),
    [
      ["encrypt of bare Hono", false],
      ["decrypt batch, items a second", true],
      ["p99 of kv reads beside signatures, of without", false],
    ],
  );
});

test("reads with many keys may lose 35 %, writes 40 %", () => {
  const report = newReport("kv", { bigKeys: 9 });
  for (const [row, share] of [
    ["kv2 read", 0.64],
    ["kv2 write", 0.61],
  ] as const) {
    report.rows.push({ name: `${row}, 32 conn, 1000 keys`, figures: { perSecond: 100 } });
    report.rows.push({ name: `${row}, 32 conn, 9 keys`, figures: { perSecond: share * 100 } });
  }
  assert.deepEqual(
    gatesOf(report).map(({ pass }) => pass),
    [false, true],
  );
});

test("an unknown bench is refused with the list of those there are", () => {
  const { status, stdout, stderr } = bench("kvv");
  assert.equal(status, 1);
  assert.match(stderr, /no bench kvv/);
  assert.match(stdout, /kv +a whole node under load/);
});

test("the other benches write reports of the same form", () => {
  for (const [name, ...options] of [["raft", "--entries=100000"], ["consensus"]]) {
    const run = bench(name ?? "", "--quick", "--json=-", ...options);
    assert.equal(run.status, 0, run.stderr);
    const report = JSON.parse(run.stdout) as Report;
    assert.equal(report.bench, name);
    for (const { figures } of report.rows) assert.ok((figures.perSecond ?? 0) > 0);
  }
});
