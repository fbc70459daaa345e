import assert from "node:assert/strict";
import { test } from "node:test";
import {
  durationFlag,
  integerFlag,
  maybeFlag,
  pairsFlag,
  switchFlag,
  textFlag,
  textsFlag,
} from "#apps/cli/flags/flag.ts";
import { parseFlags } from "#apps/cli/flags/parse-flags.ts";

const flags = {
  name: textFlag("", { aliases: ["n"] }),
  force: switchFlag(""),
  maybe: maybeFlag(""),
  count: integerFlag(""),
  ttl: durationFlag(""),
  policy: textsFlag(""),
  meta: pairsFlag(""),
};
const parse = (line: string, takesData = false) =>
  parseFlags(flags, line.split(" ").filter(Boolean), takesData);

test("flags are read with one or two dashes, with = or as the next word", () => {
  for (const line of ["-name=x", "--name=x", "-name x", "--name x", "-n x", "-n=x"]) {
    assert.equal(parse(line).values.name, "x", line);
  }
});

test("a switch needs no value and takes one after =", () => {
  assert.equal(parse("").values.force, false);
  assert.equal(parse("-force").values.force, true);
  assert.equal(parse("-force=false").values.force, false);
  assert.deepEqual(parse("-force path").args, ["path"]);
  assert.equal(parse("").values.maybe, undefined);
  assert.equal(parse("-maybe=0").values.maybe, false);
});

test("lists and pairs gather what is given several times", () => {
  assert.deepEqual(parse("-policy=a -policy=b").values.policy, ["a", "b"]);
  assert.deepEqual(parse("-meta=a=b -meta=c=d=e").values.meta, { a: "b", c: "d=e" });
});

test("a duration is kept as text; bare digits are seconds", () => {
  assert.equal(parse("-ttl=90").values.ttl, "90s");
  assert.equal(parse("-ttl=1h30m").values.ttl, "1h30m");
});

test("a command without data takes flags after its arguments too", () => {
  const parsed = parse("path -name=x");
  assert.deepEqual(parsed.args, ["path"]);
  assert.equal(parsed.values.name, "x");
  assert.deepEqual(parsed.suspicious, []);
});

test("a command with data reads no flags after its first argument, and says which look like some", () => {
  const parsed = parse("path a=b -name=x", true);
  assert.deepEqual(parsed.args, ["path", "a=b", "-name=x"]);
  assert.equal(parsed.values.name, undefined);
  assert.deepEqual(parsed.suspicious, ["-name=x"]);
});

test("after -- everything is an argument; - is one anyway", () => {
  assert.deepEqual(parse("-force -- -name").args, ["-name"]);
  assert.deepEqual(parse("a -- -name").args, ["a", "-name"]);
  assert.deepEqual(parse("-").args, ["-"]);
});

test("what cannot be read is refused in one line that says how to write it", () => {
  const refused: [string, RegExp][] = [
    ["-nope", /^flag provided but not defined: -nope \(/],
    ["-name", /^flag needs an argument: -name$/],
    ["-count=1.5", /^invalid value "1\.5" for flag -count: not a whole number$/],
    ["-count=99999999999999999999", /not a whole number/],
    ["-force=maybe", /^invalid value "maybe" for flag -force: write true or false$/],
    ["-ttl=soon", /^invalid value "soon" for flag -ttl: must be a duration/],
    ["-ttl=-1s", /cannot be negative/],
    ["-meta=x", /write it as key=value/],
  ];
  for (const [line, message] of refused) {
    assert.throws(() => parse(line), { message, exitCode: 1 }, line);
  }
});

test("-help anywhere among the flags asks for help", () => {
  for (const line of ["-h", "--help", "-name=x -help", "path -h"])
    assert.equal(parse(line).wantsHelp, true, line);
});
