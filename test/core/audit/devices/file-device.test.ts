import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { errno, type FileDeviceOverrides, fileDevice } from "../stage/file-device.ts";
import { ScratchDirectory } from "../stage/scratch-directory.ts";
import { auditDeviceContract } from "./audit-device-contract.ts";

auditDeviceContract("file", () => {
  const scratch = new ScratchDirectory();
  let isBroken = false;
  const writeSync = ((...args: Parameters<typeof fs.writeSync>) => {
    if (isBroken) throw errno("EIO");
    return fs.writeSync(...args);
  }) as typeof fs.writeSync;
  const device = fileDevice(scratch.file("a.log"), { files: { writeSync } });
  return {
    device,
    content: () => scratch.text("a.log"),
    setBroken(broken) {
      isBroken = broken;
    },
    async [Symbol.asyncDispose]() {
      device.close();
      scratch[Symbol.dispose]();
    },
  };
});

test("one append is one write call, so that lines of several threads can not mix", () => {
  using scratch = new ScratchDirectory();
  let calls = 0;
  const writeSync = ((...args: Parameters<typeof fs.writeSync>) => {
    calls++;
    return fs.writeSync(...args);
  }) as typeof fs.writeSync;
  const device = fileDevice(scratch.file("a.log"), { files: { writeSync } });
  device.append(utf8("a\n".repeat(10_000)));
  assert.equal(calls, 1);
  device.close();
});

test("nothing is opened before the first line", () => {
  using scratch = new ScratchDirectory();
  const device = fileDevice(scratch.file("a.log"));
  assert.ok(!fs.existsSync(scratch.file("a.log")));
  device.append(utf8("a\n"));
  assert.ok(fs.existsSync(scratch.file("a.log")));
  device.close();
});

test("missing directories are made for the owner alone", () => {
  using scratch = new ScratchDirectory();
  const device = fileDevice(scratch.file("deep/er/a.log"));
  device.append(utf8("a\n"));
  assert.equal(fs.statSync(scratch.file("deep/er")).mode & 0o777, 0o700);
  device.close();
});

test("the mode is the one asked for, whatever the umask and the file's own, unless it is to be kept", () => {
  using scratch = new ScratchDirectory();
  const modeOf = (name: string): number => fs.statSync(scratch.file(name)).mode & 0o7777;
  const write = (name: string, overrides: FileDeviceOverrides): void => {
    const device = fileDevice(scratch.file(name), overrides);
    device.append(utf8("a\n"));
    device.close();
  };
  write("new", {});
  assert.equal(modeOf("new"), 0o600);
  write("group", { mode: 0o666 });
  assert.equal(modeOf("group"), 0o666);
  write("group", { mode: 0o640 });
  assert.equal(modeOf("group"), 0o640);
  write("group", { mode: 0o600, keepsMode: true });
  assert.equal(modeOf("group"), 0o640);
});

test("a log that was moved away goes on until it is reopened; then a new one begins", () => {
  using scratch = new ScratchDirectory();
  const device = fileDevice(scratch.file("a.log"));
  device.append(utf8("one\n"));
  fs.renameSync(scratch.file("a.log"), scratch.file("a.log.1"));
  device.append(utf8("two\n"));
  device.reopen();
  device.append(utf8("three\n"));
  assert.equal(scratch.text("a.log.1"), "one\ntwo\n");
  assert.equal(scratch.text("a.log"), "three\n");
  device.close();
});

test("a log that was moved or removed without a signal is noticed within a second", () => {
  using scratch = new ScratchDirectory();
  let nowMs = 0;
  const device = fileDevice(scratch.file("a.log"), { monotonicMs: () => nowMs });
  device.append(utf8("one\n"));
  fs.renameSync(scratch.file("a.log"), scratch.file("a.log.1"));
  nowMs += 1000;
  device.append(utf8("two\n"));
  fs.rmSync(scratch.file("a.log"));
  fs.writeFileSync(scratch.file("a.log"), "");
  nowMs += 1000;
  device.append(utf8("three\n"));
  assert.equal(scratch.text("a.log.1"), "one\n");
  assert.equal(scratch.text("a.log"), "three\n");
  device.close();
});

test("a log that is cut in place (copytruncate) goes on from its new end", () => {
  using scratch = new ScratchDirectory();
  const device = fileDevice(scratch.file("a.log"));
  device.append(utf8("one\n"));
  fs.truncateSync(scratch.file("a.log"));
  device.append(utf8("two\n"));
  assert.equal(scratch.text("a.log"), "two\n");
  device.close();
});

test("symbolic links, pipes and directories are not written to", () => {
  using scratch = new ScratchDirectory();
  fs.writeFileSync(scratch.file("target"), "");
  fs.symlinkSync(scratch.file("target"), scratch.file("link"));
  fs.mkdirSync(scratch.file("directory"));
  execFileSync("mkfifo", [scratch.file("pipe")]);
  for (const name of ["link", "directory", "pipe"]) {
    assert.throws(() => fileDevice(scratch.file(name)).append(utf8("a\n")), name);
  }
  assert.equal(scratch.text("target"), "");
});

test("a pipe with a reader is still no file, and its reader gets nothing", () => {
  using scratch = new ScratchDirectory();
  execFileSync("mkfifo", [scratch.file("pipe")]);
  const reader = fs.openSync(scratch.file("pipe"), fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  assert.throws(() => fileDevice(scratch.file("pipe")).append(utf8("a\n")), /not a regular file/);
  assert.equal(fs.readSync(reader, new Uint8Array(10)), 0);
  fs.closeSync(reader);
});

test("a file that takes no bytes and gives no reason is an error, not a loop", () => {
  using scratch = new ScratchDirectory();
  const device = fileDevice(scratch.file("a.log"), { files: { writeSync: () => 0 } });
  assert.throws(() => device.append(utf8("a\n")), /takes no more bytes/);
  device.close();
});

test("no descriptor stays open: not after closing, and not when opening fails half-way", () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("directory"));
  const open = (): number => fs.readdirSync("/proc/self/fd").length;
  const before = open();
  for (let round = 0; round < 50; round++) {
    const device = fileDevice(scratch.file("a.log"));
    device.append(utf8("a\n"));
    device.reopen();
    device.append(utf8("a\n"));
    device.close();
    const failing = {
      fchmodSync: () => {
        throw errno("EPERM");
      },
    };
    fs.chmodSync(scratch.file("a.log"), 0o640);
    assert.throws(() => fileDevice(scratch.file("a.log"), { files: failing }).append(utf8("a\n")), /EPERM/);
  }
  assert.equal(open(), before);
});
