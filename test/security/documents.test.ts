// docs/bad-inputs.md and docs/advisories.md promise tests; the tests are there, by their ids, and no id is missing.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");

/** Cells of the rows of all tables, without their heads. */
function rows(file: string): string[][] {
  const lines = readFileSync(join(ROOT, "docs", file), "utf8").split("\n");
  return lines
    .filter(
      (line, at) => line.startsWith("|") && !line.startsWith("| ---") && !lines[at + 1]?.startsWith("| ---"),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** Comments promise nothing. */
function codeOf(file: string): string {
  const path = join(ROOT, "test", file);
  assert.ok(existsSync(path), `test/${file} does not exist`);
  return readFileSync(path, "utf8").replaceAll(/^\s*(\/\/|\/?\*).*$/gm, "");
}

function assertNamed(id: string, file: string): void {
  assert.match(
    codeOf(file),
    new RegExp(`\\b${id.replaceAll(".", "\\.")}\\b`),
    `${id} is not in test/${file}`,
  );
}

const CORPUS: Readonly<Record<string, number>> = { H: 26, J: 15, P: 17, T: 27, A: 13, U: 14, C: 14 };
const DUE: Readonly<Record<string, number>> = { R: 21, S: 16, L: 11, K: 18, X: 10, D: 13 };

test("every id of the corpus of bad inputs is answered with a test that names it, or due with a feature", () => {
  const all = rows("bad-inputs.md");
  const answered = all.filter(([id = ""]) => /^[A-Z]\d+$/.test(id));
  const expected = Object.entries(CORPUS).flatMap(([row, count]) =>
    Array.from({ length: count }, (_, at) => `${row}${at + 1}`),
  );
  assert.deepEqual(
    answered.map(([id]) => id),
    expected,
  );
  for (const [id = "", , answer = "", file = ""] of answered) {
    if (answer.startsWith("due: ")) assert.equal(file, "");
    else assertNamed(id, file);
  }
  const due = all.map(([ids = ""]) => ids).filter((ids) => ids.includes("–"));
  assert.deepEqual(
    due,
    Object.entries(DUE).map(([row, count]) => `${row}1–${row}${count}`),
  );
});

test("every advisory has a test that names it, or is due with a feature; none stands twice", () => {
  const listed = rows("advisories.md");
  const ids = listed.flatMap(([names = ""]) => names.split(", "));
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 150, `${ids.length} ids`);
  for (const [names = "", , where = ""] of listed) {
    if (where.startsWith("due: ")) continue;
    for (const id of names.split(", ")) assertNamed(id, where);
  }
});

test("a test that names an advisory is listed", () => {
  const listed = readFileSync(join(ROOT, "docs/advisories.md"), "utf8");
  for (const id of codeOf("security/advisories.test.ts").match(
    /\b(CVE-\d{4}-\d+|GHSA-[\w-]+|CL-[\d.]+\d)/g,
  ) ?? []) {
    assert.ok(listed.includes(id), id);
  }
});
