import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { MAX_KEY_FILE_BYTES, nodeKeySources } from "#seals/static/key-sources.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-key-sources-"));
after(() => rmSync(folder, { recursive: true }));
const { readFile } = nodeKeySources({});

function fileWith(bytes: Uint8Array, mode: number): string {
  const path = join(folder, "key");
  rmSync(path, { force: true });
  writeFileSync(path, bytes);
  chmodSync(path, mode);
  return path;
}

for (const [mode, expected] of [
  [0o600, false],
  [0o640, false],
  [0o644, true],
  [0o404, true],
] as const) {
  test(`a file of mode ${mode.toString(8)} is ${expected ? "" : "not "}readable by others`, () => {
    assert.equal(readFile(fileWith(new Uint8Array(32).fill(5), mode)).readableByOthers, expected);
  });
}

test("a file is read whole, up to one byte more than a key file may have", () => {
  for (const length of [0, 1, 32, MAX_KEY_FILE_BYTES, MAX_KEY_FILE_BYTES + 1]) {
    const content = new Uint8Array(length).fill(9);
    assert.deepEqual(readFile(fileWith(content, 0o600)).bytes, content);
  }
  const large = readFile(fileWith(new Uint8Array(100_000).fill(9), 0o600));
  assert.equal(large.bytes.length, MAX_KEY_FILE_BYTES + 1);
});

test("a device without an end is not read to its end", { skip: process.platform === "win32" }, () => {
  assert.equal(readFile("/dev/zero").bytes.length, MAX_KEY_FILE_BYTES + 1);
});

test("what cannot be read says why by its code", () => {
  assert.throws(() => readFile(join(folder, "none")), { code: "ENOENT" });
  assert.throws(() => readFile(folder), { code: "EISDIR" });
});

test("the environment is the one passed in", () => {
  assert.equal(nodeKeySources({ KEY: "value" }).environment.KEY, "value");
});
