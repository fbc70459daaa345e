// Lays out what the image holds: `layout.ts <folder>`. Packages are those that package-lock.json says are needed to
// run, taken from the installed ones: the image has exactly what was tested, and building it needs no registry.
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const PARTS = ["bin", "src", "proto/generated", "scripts/node", "deploy/docker", "package.json", "LICENSE"];
/** Sources of the platform's own binaries, and those of other platforms. */
const LEFT_OUT = /\/(deps|src\/.*\.(cc|h)|prebuilds\/(?!linux-)|include|share)(\/|$)/;

interface LockedPackage {
  readonly dev?: boolean;
  readonly optional?: boolean;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: layout.ts <folder>");
for (const part of PARTS) copy(part, part);
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Readonly<Record<string, LockedPackage>>;
};
for (const [path, { dev, optional }] of Object.entries(packages)) {
  if (path === "" || dev || path.includes("/node_modules/node_modules/")) continue;
  if (existsSync(join(root, path))) copy(path, path);
  else if (!optional) throw new Error(`${path} is missing: run 'npm ci' first`);
}

function copy(from: string, to: string): void {
  const source = realpathSync(join(root, from));
  const target = join(folder ?? "", to);
  mkdirSync(join(target, ".."), { recursive: true });
  cpSync(source, target, {
    recursive: true,
    dereference: false,
    verbatimSymlinks: true,
    filter: (path) => !LEFT_OUT.test(path.slice(source.length)),
  });
}
