// `npm run generate`: static code for proto/*.proto in proto/generated/. With `--check` it writes nothing and fails
// when what is there differs from what it would write. Static, because reflection needs `Function()`.
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");
const home = join(root, "proto/generated");
// Each file gets a root of its own (`--root`), or one would overwrite the other's namespace at run time.
const flags = [
  ...["--target", "static-module", "--wrap", "esm", "--es6", "--dts"],
  ...["--force-number", "--null-semantics"],
  ...["--no-service", "--no-verify", "--no-convert", "--no-delimited", "--no-typeurl"],
];

// Generated modules import this first. Otherwise 64-bit integers become objects wherever "long" is installed.
const withoutLong = `// Makes 64-bit integers plain numbers. Values of 2^53 and more lose their last digits: receivers must refuse them.
import protobuf from "protobufjs/minimal.js";

protobuf.util.Long = null;
protobuf.configure();
`;

/** The comments are needed for the declarations, which are made from them, and then no more. */
function generate(folder: string): void {
  writeFileSync(join(folder, "without-long.js"), withoutLong);
  for (const source of globSync("proto/*.proto", { cwd: root }).sort()) {
    const name = basename(source, ".proto");
    const target = join(folder, name);
    const pbjs = join(root, "node_modules/protobufjs-cli/bin/pbjs");
    const run = spawnSync(
      process.execPath,
      [pbjs, ...flags, "--root", name, "--out", `${target}.js`, source],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    if (run.status !== 0) throw new Error(`${source}: ${run.stderr || run.error}`);
    const code = readFileSync(`${target}.js`, "utf8");
    const anchor = 'import $protobuf from "protobufjs/minimal.js";';
    if (!code.includes(anchor)) throw new Error(`${source}: the generated code begins in an unknown way`);
    const bare = code.replace(/^ *\/\*\*[\s\S]*?\*\/\n+/gm, "");
    writeFileSync(`${target}.js`, bare.replace(anchor, `import "./without-long.js";\n${anchor}`));
    const types = readFileSync(`${target}.d.ts`, "utf8");
    writeFileSync(`${target}.d.ts`, types.replace('import Long = require("long");\n', ""));
  }
}

/** Files that differ, are missing or should not be there. */
function drift(fresh: string): string[] {
  const names = new Set([...readdirSync(fresh), ...list(home)]);
  const text = (folder: string, name: string) =>
    list(folder).includes(name) ? readFileSync(join(folder, name), "utf8") : undefined;
  return [...names].filter((name) => text(fresh, name) !== text(home, name)).sort();
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

if (process.argv.includes("--check")) {
  const fresh = mkdtempSync(join(tmpdir(), "coffer-proto-"));
  try {
    generate(fresh);
    const stale = drift(fresh);
    for (const name of stale)
      console.error(`proto/generated/${name} is not what proto/*.proto gives: npm run generate`);
    process.exitCode = stale.length === 0 ? 0 : 1;
  } finally {
    rmSync(fresh, { recursive: true });
  }
} else {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  generate(home);
}
