// `npm run fresh-clone`: clones what is committed, installs, starts, takes the README's tour there, and stops. Needs the
// package registry.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#test/server/free-port.ts";
import { assertTour, runInShell, startLocal, tourCommands } from "#test/tour/run-tour.ts";

const repository = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "coffer-clone-"));
const clone = join(folder, "coffer");

function run(program: string, ...args: string[]): void {
  console.log(`$ ${program} ${args.join(" ")}`);
  const { status } = spawnSync(program, args, { cwd: folder, stdio: "inherit" });
  assert.equal(status, 0, `${program} ended with ${status}`);
}

try {
  run("git", "clone", "-q", repository, clone);
  run("npm", "--prefix", clone, "ci");
  const port = await freePort();
  const cluster = await startLocal(["npm", "start", "--", `-port=${port}`], clone);
  try {
    assertTour(runInShell(tourCommands(clone, port), clone));
  } finally {
    await cluster.stop();
  }
  console.log("a fresh clone installs, starts, does what the README shows, and stops");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
