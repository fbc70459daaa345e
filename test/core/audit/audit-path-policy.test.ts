import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { test } from "node:test";
import { AuditPathRules, resolveAuditPath } from "#core/audit/audit-path-policy.ts";
import { ScratchDirectory } from "./stage/scratch-directory.ts";

const rules = (forbidden: string[] = [], allowed?: string[]) =>
  new AuditPathRules({ forbidden, files: fs, ...(allowed && { allowed }) });
const ENTRY = '{"time":"2026-01-02T03:04:05.000Z","type":"request"}\n';

test("a new file, an empty one and an audit log are appended to", () => {
  using scratch = new ScratchDirectory();
  assert.equal(rules().admit(scratch.file("new.log"), ""), scratch.file("new.log"));
  fs.writeFileSync(scratch.file("empty.log"), "");
  rules().admit(scratch.file("empty.log"), "");
  fs.writeFileSync(scratch.file("used.log"), ENTRY);
  rules().admit(scratch.file("used.log"), "");
  fs.writeFileSync(scratch.file("prefixed.log"), `@cee: ${ENTRY}`);
  rules().admit(scratch.file("prefixed.log"), "@cee: ");
});

test("an audit log whose first line was cut is still one", () => {
  using scratch = new ScratchDirectory();
  for (const start of ['{"ti', `   \n${ENTRY}`, `{"time\n${ENTRY}`, "\n"]) {
    fs.writeFileSync(scratch.file("a.log"), start);
    rules().admit(scratch.file("a.log"), "");
  }
});

test("nothing else is appended to", () => {
  using scratch = new ScratchDirectory();
  const foreign = [
    "#!/bin/sh\n",
    "key=value\n",
    '{"a":1}',
    "[1]",
    "\0\0\0",
    `x${ENTRY}`,
    `@cee: ${ENTRY}`,
    "ssh-rsa A",
  ];
  for (const start of foreign) {
    fs.writeFileSync(scratch.file("a"), start);
    assert.throws(
      () => rules().admit(scratch.file("a"), ""),
      /not an audit log of this format and prefix/,
      start,
    );
  }
});

test("links, pipes and directories are refused by name", () => {
  using scratch = new ScratchDirectory();
  fs.writeFileSync(scratch.file("target"), "");
  fs.symlinkSync(scratch.file("target"), scratch.file("link"));
  fs.symlinkSync(scratch.file("nowhere"), scratch.file("dangling"));
  execFileSync("mkfifo", [scratch.file("pipe")]);
  assert.throws(() => rules().admit(scratch.file("link"), ""), /symbolic link/);
  assert.throws(() => rules().admit(scratch.file("dangling"), ""), /symbolic link/);
  assert.throws(() => rules().admit(scratch.file("pipe"), ""), /regular file/);
  assert.throws(() => rules().admit(scratch.path, ""), /regular file/);
});

test("the server's own directories are out of reach, by every way of naming them (CVE-2025-6000)", () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("data/deep"), { recursive: true });
  fs.mkdirSync(scratch.file("other"));
  fs.symlinkSync(scratch.file("data"), scratch.file("alias"));
  const data = scratch.file("data");
  const ways = [
    `${data}/a.log`,
    `${data}/deep/a.log`,
    `${data}/new/deeper/a.log`,
    `${scratch.path}//data/./a.log`,
    `${scratch.path}/other/../data/a.log`,
    `${scratch.path}/alias/a.log`,
    `${scratch.path}/alias/deep/a.log`,
    data,
  ];
  for (const way of ways)
    assert.throws(() => rules([data]).admit(way, ""), /a directory that the server reads/, way);
  for (const way of ways)
    assert.throws(() => rules([scratch.file("alias")]).admit(way, ""), /server reads/, way);
  rules([data]).admit(scratch.file("database.log"), "");
  rules([scratch.file("not-there-yet")]).admit(scratch.file("a.log"), "");
});

test("where directories are named, only those will do", () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("audit"));
  const narrow = rules([], [scratch.file("audit")]);
  narrow.admit(scratch.file("audit/a.log"), "");
  narrow.admit(scratch.file("audit/2026/a.log"), "");
  for (const path of [scratch.file("a.log"), scratch.file("audit2/a.log"), scratch.file("audit/../a.log")]) {
    assert.throws(() => narrow.admit(path, ""), /one of the directories that the configuration allows/, path);
  }
});

test("what the operating system reads is out of reach", () => {
  for (const path of [
    "/etc/cron.d/audit",
    "/proc/sys/kernel/core_pattern",
    "/dev/full",
    "/usr/lib/x",
    "/sys/x",
  ]) {
    assert.throws(() => rules().admit(path, ""), /operating system/, path);
  }
});

test("hidden files and directories are out of reach: shells and SSH read them", () => {
  using scratch = new ScratchDirectory();
  for (const name of [".bashrc", ".ssh/authorized_keys", "a/.config/x"]) {
    assert.throws(() => rules().admit(scratch.file(name), ""), /hidden/, name);
  }
});

test("refusals name the rule and no path", () => {
  using scratch = new ScratchDirectory();
  try {
    rules([scratch.path]).admit(scratch.file("a.log"), "");
    assert.fail("it is refused");
  } catch (error) {
    assert.equal((error as { code?: string }).code, "invalid_request");
    assert.ok(!(error as Error).message.includes(scratch.path));
  }
});

test("the last part of a path is not followed", () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("real"));
  fs.symlinkSync(scratch.file("real"), scratch.file("alias"));
  assert.equal(resolveAuditPath(scratch.file("alias/a"), fs), scratch.file("real/a"));
  assert.equal(resolveAuditPath(scratch.file("alias"), fs), scratch.file("alias"));
  assert.equal(resolveAuditPath(scratch.file("alias/x/y/a"), fs), scratch.file("real/x/y/a"));
});
