// The architecture as tests: the layers are really read, a wrong import is really refused, and files stay findable.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

const CRUISER = "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs";

function cruise(root: string): { modules: number; violations: { rule: string; from: string; to: string }[] } {
  const args = [
    join(process.cwd(), CRUISER),
    "src",
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "json",
  ];
  const run = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  const { modules, summary } = JSON.parse(run.stdout) as {
    modules: unknown[];
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  const violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { modules: modules.length, violations };
}

test("the layers hold, and the check really read the modules", () => {
  const { modules, violations } = cruise(".");
  assert.deepEqual(violations, []);
  assert.ok(modules > 400, `only ${modules} modules were read`);
});

test("a wrong import is refused: the core may not know of HTTP, engines not of each other, base not of Node", () => {
  const planted: [file: string, imported: string, rule: string][] = [
    ["src/core/a.ts", "#http/limits.ts", "layer core"],
    ["src/engines/kv/b.ts", "#engines/cubbyhole/cubbyhole.ts", "islands of engines"],
    ["src/base/c.ts", "node:fs", "pure rooms"],
    ["src/core/d.ts", "node:crypto", "home of node:crypto"],
    ["src/http/e.ts", "#core/pipeline.ts", "face of core"],
    ["src/engines/kv/f.ts", "level", "home of level"],
  ];
  const root = mkdtempSync(join(tmpdir(), "coffer-layers-"));
  try {
    for (const file of ["package.json", "tsconfig.json", "layers.json", ".dependency-cruiser.cjs"]) {
      cpSync(file, join(root, file));
    }
    symlinkSync(join(process.cwd(), "node_modules"), join(root, "node_modules"));
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    for (const [file, imported] of planted) {
      write(file, `import "${imported}";\n`);
      if (imported.startsWith("#")) write(imported.replace("#", "src/"), "export const stub = 1;\n");
    }
    const { violations } = cruise(root);
    for (const [file, , rule] of planted) {
      assert.ok(
        violations.some((violation) => violation.from === file && violation.rule === rule),
        `${file} was not refused by "${rule}": ${JSON.stringify(violations)}`,
      );
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("no folder or file has a name that says nothing", () => {
  const empty = /(^|\/)(utils?|helpers?|common|misc|managers?|types)(\.ts|\/)/;
  assert.deepEqual(
    globSync("{src,test,bench,scripts}/**/*.ts").filter((file) => empty.test(file)),
    [],
  );
});

test("every test of a unit lies where its source lies", () => {
  const shared =
    /^test\/(contracts|support|scenarios|simulation|cluster|containers|clients|security|storage-faults|readme|server|durability|bench|deploy)\//;
  const strays = globSync("test/*/**/*.test.ts").filter((file) => {
    if (shared.test(file)) return false;
    const source = file.replace(/^test\//, "src/").replace(/\.test\.ts$/, ".ts");
    const folder = source.slice(0, source.lastIndexOf("/"));
    return !existsSync(source) && !existsSync(folder) && !existsSync(source.replace(/\.ts$/, ""));
  });
  assert.deepEqual(
    strays.filter((file) => !file.startsWith("test/proto/")),
    [],
  );
});

test("the layers that layers.json names are the folders of src", () => {
  const named = Object.keys(JSON.parse(readFileSync("layers.json", "utf8")) as Record<string, unknown>);
  for (const layer of named) assert.ok(existsSync(`src/${layer}`), `src/${layer} does not exist`);
});
