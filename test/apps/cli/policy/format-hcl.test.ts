import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { formatHcl } from "#apps/cli/policy/format-hcl.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { runCommand } from "#test/run-command.ts";

const untidy = `# who may read
path "a/*"{capabilities=["read","list"] // both
  allowed_parameters={
  "x"=[]
      "longer_name" = ["1",
 # why
 "2"]
 }
}


path "b" { capabilities = ["deny"] }
/* the
   end */
`;

const tidy = `# who may read
path "a/*" {
  capabilities = ["read", "list"] // both
  allowed_parameters = {
    "x" = []
    "longer_name" = [
      "1",
      # why
      "2",
    ]
  }
}

path "b" {
  capabilities = ["deny"]
}
/* the
   end */
`;

test("a policy gets its usual form; comments and values stay", () => {
  assert.equal(formatHcl(untidy), tidy);
});

test("formatting twice changes nothing more, and never the meaning", () => {
  const texts = [
    untidy,
    "a = <<EOT\n  kept as it is\nEOT\nb = 1",
    "",
    "# only a comment",
    'x { y "z" { } }',
    "a = 1, b = 2",
    '{"path": {"a": {"capabilities": ["read"]}}}',
  ];
  for (const text of texts) {
    const once = formatHcl(text);
    assert.equal(formatHcl(once), once, text);
    assert.deepEqual(withoutPlaces(parseHcl(once)), withoutPlaces(parseHcl(text)), text);
  }
});

test("neighbouring assignments on one line line up, a blank line parts them", () => {
  assert.equal(formatHcl("a=1\nlonger=2\n\n\nb=3"), "a      = 1\nlonger = 2\n\nb = 3\n");
});

test("a file that is no HCL is named with the place and left alone", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-fmt-"));
  t.after(() => rm(directory, { recursive: true }));
  const path = join(directory, "p.hcl");
  await writeFile(path, 'path "a" {');
  const run = await runCommand(`policy fmt ${path}`);
  assert.equal(run.code, 1);
  assert.match(run.stderr, /^Failed to parse policy: line \d+, column \d+: /);
  assert.equal(await readFile(path, "utf8"), 'path "a" {');
});

function withoutPlaces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, member) => (key === "position" ? undefined : member)));
}
