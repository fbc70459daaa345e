import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnyJson } from "#test/core-harness/test-answer.ts";

/** A directory of a test's own, gone afterwards. */
export class ScratchDirectory implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "coffer-audit-")));

  file(name: string): string {
    return join(this.path, name);
  }

  /** The entries of a log. */
  entries(name: string, prefix = ""): AnyJson[] {
    return readFileSync(this.file(name), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line.startsWith(prefix) ? line.slice(prefix.length) : line));
  }

  text(name: string): string {
    return readFileSync(this.file(name), "utf8");
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
