// Every wrong value refuses the start with exactly one line `file:line: field: reason` that repeats no value. The
// cases stand in testdata/wrong-*.txt: what is written, then, after an exclamation mark, the line without `a.hcl:`.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { decide, lines, MINIMAL } from "./decide.ts";

const FOLDER = join(import.meta.dirname, "testdata");

/** What stands around a case: its first line is the third of the file, the fourth in a seal. */
function wrap(surroundings: string, text: string): string {
  const [kind, name] = surroundings.split(" ");
  switch (kind) {
    case "@listener": {
      const plain = /tls_disable = |tls_cert_file/.test(text) ? "" : "tls_disable = true";
      return `storage "inmem" {}\nlistener "tcp" {\n${text}\n${plain}\n}\n`;
    }
    case "@raft":
      return `listener "tcp" { tls_disable = true }\nstorage "raft" { path = "/d"\n${text}\n}\n`;
    case "@join":
      return wrap("@raft", `retry_join { ${text} }`);
    case "@seal":
      return `${MINIMAL}seal "${name}" {\n${text}\n}\n`;
    case "@top":
      return MINIMAL + text;
    default:
      return text;
  }
}

for (const file of readdirSync(FOLDER).filter((name) => name.startsWith("wrong-"))) {
  describe(file, () => {
    let surroundings = "@file";
    for (const paragraph of readFileSync(join(FOLDER, file), "utf8").trimEnd().split("\n\n")) {
      if (paragraph.startsWith("@")) {
        surroundings = paragraph;
        continue;
      }
      const around = surroundings;
      const [text = "", expected = ""] = paragraph.split("\n! ");
      test(`${text.slice(0, 70)} → ${expected.slice(0, 90)}`, () => {
        const { config, errors } = decide(wrap(around, text));
        assert.equal(config, undefined);
        assert.deepEqual(lines(errors), [/^\d/.test(expected) ? `a.hcl:${expected}` : `a.hcl: ${expected}`]);
        assert.ok(!lines(errors).join().includes("CANARY"), "a value is shown");
      });
    }
  });
}
