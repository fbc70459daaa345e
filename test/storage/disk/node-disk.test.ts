import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DiskError } from "#storage/disk/disk-error.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";

const scratch = mkdtempSync(join(tmpdir(), "coffer-node-disk-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

test("files are 0600 and directories 0700, also under a generous umask", () => {
  const umask = process.umask(0);
  try {
    const disk = new NodeDisk();
    disk.makeDirectory(`${scratch}/private`);
    disk.open(`${scratch}/private/a`, "create").close();
    assert.equal(statSync(`${scratch}/private`).mode & 0o777, 0o700);
    assert.equal(statSync(`${scratch}/private/a`).mode & 0o777, 0o600);
  } finally {
    process.umask(umask);
  }
});

test("a full device is reported by name, not retried", { skip: process.platform !== "linux" }, () => {
  const file = new NodeDisk().open("/dev/full", "write");
  assert.throws(
    () => file.write([new Uint8Array(10)], 0),
    (error) => error instanceof DiskError && error.message === "write of /dev/full failed: ENOSPC",
  );
  file.close();
});
