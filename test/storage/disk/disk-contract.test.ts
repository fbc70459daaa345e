// What every Disk does alike, so that code proved on the simulated one holds on a real one.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import type { Disk } from "#storage/disk/disk.ts";
import { DiskError } from "#storage/disk/disk-error.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";

const scratch = mkdtempSync(join(tmpdir(), "coffer-disk-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

const disks: [string, Disk, string][] = [
  ["node:fs", new NodeDisk(), scratch],
  ["simulated", new SimulatedDisk(), ""],
];

function refusal(errno: string): (error: unknown) => boolean {
  return (error) => error instanceof DiskError && error.errno === errno && error.message.includes(error.path);
}

for (const [name, disk, root] of disks) {
  describe(`the ${name} disk`, () => {
    let number = 0;
    const fresh = (): string => {
      const directory = `${root}/case${++number}`;
      disk.makeDirectory(directory);
      return directory;
    };

    test("gives back what was written, part after part, wherever it was put", () => {
      const file = disk.open(`${fresh()}/a`, "create");
      file.write([utf8("hello "), utf8(""), utf8("world")], 3);
      file.write([utf8("HE")], 3);
      const read = new Uint8Array(20);
      assert.equal(file.size(), 14);
      assert.equal(file.read(read, 3), 11);
      assert.deepEqual(read.subarray(0, 11), utf8("HEllo world"));
      assert.equal(file.read(read, 0), 14);
      assert.deepEqual(read.subarray(0, 3), new Uint8Array(3));
      assert.equal(file.read(read, 14), 0);
      assert.equal(file.read(read, 99), 0);
      file.sync();
      file.close();
    });

    test("writes two thousand parts in one call", () => {
      const file = disk.open(`${fresh()}/a`, "create");
      const parts = Array.from({ length: 2000 }, (_, i) => Uint8Array.of(i & 255, i >> 8, 7));
      file.write(parts, 5);
      const read = new Uint8Array(6000);
      assert.equal(file.read(read, 5), 6000);
      assert.deepEqual(read, Uint8Array.from(parts.flatMap((part) => [...part])));
      file.close();
    });

    test("cuts a file and, extending it again, shows zeros", () => {
      const file = disk.open(`${fresh()}/a`, "create");
      file.write([new Uint8Array(9000).fill(1)], 0);
      file.truncate(4100);
      file.truncate(9000);
      const read = new Uint8Array(9000);
      assert.equal(file.read(read, 0), 9000);
      assert.equal(read.lastIndexOf(1), 4099);
      file.close();
    });

    test("opens for reading what another handle is writing", () => {
      const directory = fresh();
      const writer = disk.open(`${directory}/a`, "create");
      const reader = disk.open(`${directory}/a`, "read");
      writer.write([utf8("new")], 0);
      const read = new Uint8Array(3);
      assert.equal(reader.read(read, 0), 3);
      assert.deepEqual(read, utf8("new"));
      writer.close();
      reader.close();
    });

    test("keeps an open file readable after its name is gone", () => {
      const directory = fresh();
      const file = disk.open(`${directory}/a`, "create");
      file.write([utf8("still here")], 0);
      disk.unlink(`${directory}/a`);
      disk.syncDirectory(directory);
      file.sync();
      const read = new Uint8Array(10);
      assert.equal(file.read(read, 0), 10);
      assert.equal(disk.exists(`${directory}/a`), false);
      file.close();
    });

    test("renames over an existing file and lists names alone", () => {
      const directory = fresh();
      for (const letter of ["a", "b"]) {
        const file = disk.open(`${directory}/${letter}`, "create");
        file.write([utf8(letter)], 0);
        file.close();
      }
      disk.makeDirectory(`${directory}/inner`);
      disk.rename(`${directory}/a`, `${directory}/b`);
      disk.syncDirectory(directory);
      assert.deepEqual(disk.list(directory).sort(), ["b", "inner"]);
      const file = disk.open(`${directory}/b`, "write");
      const read = new Uint8Array(1);
      file.read(read, 0);
      assert.deepEqual(read, utf8("a"));
      file.close();
    });

    test("refuses with the operating system's reason and the file's name", () => {
      const directory = fresh();
      disk.open(`${directory}/a`, "create").close();
      assert.throws(() => disk.open(`${directory}/a`, "create"), refusal("EEXIST"));
      assert.throws(() => disk.open(`${directory}/no`, "read"), refusal("ENOENT"));
      assert.throws(() => disk.open(`${directory}/no`, "write"), refusal("ENOENT"));
      assert.throws(() => disk.open(`${directory}/no/a`, "create"), refusal("ENOENT"));
      assert.throws(() => disk.unlink(`${directory}/no`), refusal("ENOENT"));
      assert.throws(() => disk.rename(`${directory}/no`, `${directory}/b`), refusal("ENOENT"));
      assert.throws(() => disk.makeDirectory(directory), refusal("EEXIST"));
      assert.throws(() => disk.makeDirectory(`${directory}/no/inner`), refusal("ENOENT"));
      assert.throws(() => disk.list(`${directory}/no`), refusal("ENOENT"));
      assert.throws(() => disk.syncDirectory(`${directory}/no`), refusal("ENOENT"));
      const file = disk.open(`${directory}/a`, "write");
      file.close();
      assert.throws(() => file.sync(), refusal("EBADF"));
    });
  });
}
