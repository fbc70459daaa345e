import assert from "node:assert/strict";
import { test } from "node:test";
import { readDeviceSettings, unknownOptions } from "#core/audit/device-settings.ts";

const read = (options: Record<string, string>, type = "file") => readDeviceSettings({ type, options });

test("a file with nothing said about it is hashed JSON for its owner's eyes", () => {
  assert.deepEqual(read({ file_path: "/var/log/a.log" }), {
    target: { kind: "file", path: "/var/log/a.log", mode: 0o600, keepsMode: false },
    logRaw: false,
    hmacAccessor: true,
    elideListResponses: false,
    prefix: "",
  });
});

test("path is the old name of file_path, and they must not differ (CVE-2025-54997)", () => {
  const target = { kind: "file", path: "/x", mode: 0o600, keepsMode: false };
  assert.deepEqual(read({ path: "/x" }).target, target);
  assert.deepEqual(read({ path: "/x", file_path: "/x" }).target, target);
  assert.throws(() => read({ path: "/y", file_path: "/x" }), /must not differ/);
});

test("standard output and nothing at all have names of their own", () => {
  for (const path of ["stdout", "STDOUT", "/dev/stdout"]) {
    assert.deepEqual(read({ file_path: path }).target, { kind: "stdout" });
  }
  assert.deepEqual(read({}, "stdout").target, { kind: "stdout" });
  for (const path of ["discard", "/dev/null"]) {
    assert.deepEqual(read({ file_path: path }).target, { kind: "discard" });
  }
});

test("flags are Go's words for true and false", () => {
  const settings = read({ path: "/x", log_raw: "T", hmac_accessor: "0", elide_list_responses: "true" });
  assert.equal(settings.logRaw, true);
  assert.equal(settings.hmacAccessor, false);
  assert.equal(settings.elideListResponses, true);
});

const WRONG: [name: string, options: Record<string, string>, type: string, message: RegExp][] = [
  ["no file", {}, "file", /file_path is required/],
  ["a NUL in the name", { path: "/x\0y" }, "file", /not a file name/],
  ["an endless name", { path: `/${"x".repeat(5000)}` }, "file", /not a file name/],
  ["a type that does not exist", { path: "/x" }, "filex", /unknown backend type: "filex"/],
  ["no type", { path: "/x" }, "", /unknown backend type: ""/],
  ["a type that is still to come", {}, "socket", /unknown backend type: "socket"/],
  ["jsonx", { path: "/x", format: "jsonx" }, "file", /jsonx formatting has been removed/],
  ["another format", { path: "/x", format: "xml" }, "file", /"format" must be "json"/],
  ["a mode that is no number", { path: "/x", mode: "abc" }, "file", /must be octal/],
  ["a mode that is too long", { path: "/x", mode: "100600" }, "file", /must be octal/],
  ["an executable log (CVE-2025-6000)", { path: "/x", mode: "0755" }, "file", /execute, setuid/],
  ["a setuid log", { path: "/x", mode: "4600" }, "file", /execute, setuid/],
  ["a sticky log", { path: "/x", mode: "1600" }, "file", /execute, setuid/],
  [
    "a script's first line (CVE-2025-6000)",
    { path: "/x", prefix: "#!/bin/sh" },
    "file",
    /must not begin with "#!"/,
  ],
  ["a prefix of two lines", { path: "/x", prefix: "a\nb" }, "file", /printable ASCII/],
  ["a prefix with an escape sequence", { path: "/x", prefix: "\u001b[2J" }, "file", /printable ASCII/],
  ["a prefix with letters of other alphabets", { path: "/x", prefix: "é" }, "file", /printable ASCII/],
  ["a long prefix", { path: "/x", prefix: "x".repeat(65) }, "file", /longer than 64/],
  ["a flag that is none", { path: "/x", log_raw: "maybe" }, "file", /"log_raw" must be true or false/],
  ["an empty flag", { path: "/x", log_raw: "" }, "file", /"log_raw" must be true or false/],
  ["a filter, which would be ignored", { path: "/x", filter: "a == b" }, "file", /enterprise-only/],
  ["a fallback", { path: "/x", fallback: "true" }, "file", /enterprise-only/],
];

for (const [name, options, type, message] of WRONG) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => read(options, type),
      (error: Error & { code?: string }) => error.code === "invalid_request" && message.test(error.message),
    );
  });
}

test("a mode of 0000 leaves a file's permissions as they are", () => {
  assert.deepEqual(read({ path: "/x", mode: "0000" }).target, {
    kind: "file",
    path: "/x",
    mode: 0o600,
    keepsMode: true,
  });
});

test("options that mean nothing are told", () => {
  assert.deepEqual(unknownOptions({ path: "/x", colour: "red", __proto__x: "y" }), ["colour", "__proto__x"]);
});
