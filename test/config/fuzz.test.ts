// Whatever stands in a file, a decision comes out: no exception, every problem in one line.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALL_STANZAS } from "#config/all-stanzas.ts";
import { Dice } from "../base/hcl/generated-document.ts";
import { decide, lines } from "./decide.ts";

const RUNS = Number(process.env.CONFIG_FUZZ_RUNS ?? 1500);
const SAMPLES = ["cluster-node.hcl", "cluster-node.json", "sanitized.hcl"].map((name) =>
  readFileSync(join(import.meta.dirname, "testdata", name), "utf8"),
);
const VALUES = [
  "true",
  '"x"',
  "-1",
  "1e99",
  "[]",
  "{}",
  '["a", true]',
  "[{ a = 1 }]",
  "{ a { b = 1 } }",
  '"{{ GetPrivateIP"',
  '"env://X"',
  '"\\u0000"',
  "99999999999999999999",
  "<<E\nx\nE\n",
  '""',
  '"2562048h"',
  '"provider="',
] as const;
const NAMES = [...new Set(ALL_STANZAS.flatMap((shape) => Object.keys(shape.keys)))];
const BLOCKS = [
  "",
  'listener "tcp"',
  'storage "raft"',
  'storage "file"',
  'seal "transit"',
  'seal "static"',
  "telemetry",
  'user_lockout "all"',
  'audit "file" "a"',
  'service_registration "kubernetes"',
] as const;

/** @returns whether the text could be read at all */
function check(text: string, seed: number): boolean {
  const { config, errors, warnings, notes } = decide(text);
  assert.equal(
    config === undefined,
    errors.length > 0,
    `seed ${seed}: a configuration exactly when nothing is wrong\n${text}`,
  );
  for (const line of lines([...errors, ...warnings, ...notes])) {
    assert.match(line, /^[^\n\r]+$/, `seed ${seed}`);
  }
  return config !== undefined || errors.some(({ field }) => field !== "");
}

test(`${RUNS} samples with a few characters changed`, () => {
  let readable = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const dice = new Dice(seed);
    let text = SAMPLES[dice.roll(SAMPLES.length)] ?? "";
    for (let edits = 1 + dice.roll(3); edits > 0; edits--) {
      const at = dice.roll(text.length);
      const inserted = dice.pick(["", '"', "{", "}", "=", "\n", "0", "[", "]", "true", "\\", "é"]);
      text = text.slice(0, at) + inserted + text.slice(at + dice.roll(3));
    }
    readable += Number(check(text, seed));
  }
  assert.ok(readable > RUNS / 10, `only ${readable} could be read`);
});

test(`${RUNS} files of known keys with values of any kind, in any block`, () => {
  let readable = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const dice = new Dice(seed);
    const text = Array.from({ length: 1 + dice.roll(4) }, () => {
      const body = Array.from({ length: dice.roll(6) }, (_, index) => {
        const name = NAMES[dice.roll(NAMES.length)] ?? "";
        return dice.chance(20)
          ? `${name} "l${index}" { }`
          : `${name} ${dice.chance(98) ? "=" : ""} ${dice.pick(VALUES)}`;
      });
      const block = dice.pick(BLOCKS);
      return block === "" ? body.join("\n") : `${block} {\n${body.join("\n")}\n}`;
    });
    readable += Number(check(text.join("\n"), seed));
  }
  assert.ok(readable > RUNS / 3, `only ${readable} could be read`);
});
