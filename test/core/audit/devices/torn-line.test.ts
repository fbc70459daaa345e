import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { errno, fileDevice } from "../stage/file-device.ts";
import { ScratchDirectory } from "../stage/scratch-directory.ts";
import { smallDisk, type WriteArguments } from "../stage/small-disk.ts";

const ENTRY = '{"time":"2026-01-02T03:04:05.000Z","type":"request","request":{"id":"1"}}\n';

test("a line that a full disk has cut becomes a whole one, and the next begins on its own", () => {
  using scratch = new ScratchDirectory();
  const disk = smallDisk(ENTRY.length * 2 - 10);
  const device = fileDevice(scratch.file("a.log"), { files: disk.files });
  assert.throws(() => device.append(utf8(ENTRY + ENTRY)), /ENOSPC/);
  assert.throws(() => device.append(utf8(ENTRY)), /ENOSPC/);
  disk.setRoom(1000);
  device.append(utf8(ENTRY));
  const entries = scratch.entries("a.log");
  assert.deepEqual(
    entries.map((entry) => [entry.time, entry.type]),
    [
      ["2026-01-02T03:04:05.000Z", "request"],
      ["2026-01-02T03:04:05.000Z", "incomplete"],
      ["2026-01-02T03:04:05.000Z", "request"],
    ],
  );
  device.close();
});

test("what another thread has appended behind a cut line begins on its own line too, wherever it was cut", () => {
  for (let cut = 1; cut < ENTRY.length; cut++) {
    using scratch = new ScratchDirectory();
    const other = fileDevice(scratch.file("a.log"));
    other.append(utf8(ENTRY));
    let isFull = false;
    const writeSync = ((...args: WriteArguments) => {
      const [descriptor, bytes, offset, length, at] = args;
      if (typeof at === "number") return fs.writeSync(descriptor, bytes, offset, length, at);
      if (isFull) {
        other.append(utf8(ENTRY));
        throw errno("ENOSPC");
      }
      isFull = true;
      return fs.writeSync(descriptor, bytes, offset, cut);
    }) as typeof fs.writeSync;
    const device = fileDevice(scratch.file("a.log"), { files: { writeSync } });
    assert.throws(() => device.append(utf8(ENTRY)), /ENOSPC/);
    const lines = scratch.text("a.log").split("\n");
    assert.equal(lines.filter((line) => `${line}\n` === ENTRY).length, 2, `cut after ${cut}`);
    for (const line of lines) if (line.trim() !== "") JSON.parse(line);
    device.close();
    other.close();
  }
});

test("for every place where a disk can fill up, all lines can be read and none is lost that was taken", () => {
  for (let room = 0; room <= 2 * ENTRY.length; room++) {
    using scratch = new ScratchDirectory();
    const disk = smallDisk(room);
    const device = fileDevice(scratch.file("a.log"), { files: disk.files, prefix: "@cee: " });
    const line = `@cee: ${ENTRY}`;
    let taken = 0;
    for (let round = 0; round < 4; round++) {
      if (round === 2) disk.setRoom(10_000);
      try {
        device.append(utf8(line));
        taken++;
      } catch {
        // A full disk says so.
      }
    }
    device.close();
    const lines = scratch.text("a.log").split("\n");
    assert.equal(lines.pop(), "");
    const whole = lines.filter((text) => `${text}\n` === line);
    assert.ok(whole.length >= taken && taken >= 2, `room for ${room}`);
    const rest = lines.filter((text) => `${text}\n` !== line && text.trim() !== "");
    for (const text of rest) assert.equal(JSON.parse(text.slice("@cee: ".length)).type, "incomplete");
  }
});

test("a cut line that can not be repaired in place is ended before the next", () => {
  using scratch = new ScratchDirectory();
  const disk = smallDisk(10);
  const openSync = ((path: string, flags: number, mode?: number) => {
    // As on a file that is append-only (chattr +a).
    if ((flags & fs.constants.O_APPEND) === 0) throw errno("EPERM");
    return fs.openSync(path, flags, mode);
  }) as typeof fs.openSync;
  const device = fileDevice(scratch.file("a.log"), { files: { ...disk.files, openSync } });
  assert.throws(() => device.append(utf8(ENTRY)), /ENOSPC/);
  disk.setRoom(1000);
  device.append(utf8(ENTRY));
  device.append(utf8(ENTRY));
  assert.equal(scratch.text("a.log"), `${ENTRY.slice(0, 10)}\n${ENTRY}${ENTRY}`);
  device.close();
});

test("a line that a power loss has cut is ended when the file is opened again", () => {
  using scratch = new ScratchDirectory();
  fs.writeFileSync(scratch.file("a.log"), ENTRY + ENTRY.slice(0, 30));
  const device = fileDevice(scratch.file("a.log"));
  device.append(utf8(ENTRY));
  assert.equal(scratch.text("a.log"), `${ENTRY}${ENTRY.slice(0, 30)}\n${ENTRY}`);
  device.close();
});
