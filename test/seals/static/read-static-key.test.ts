import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { SealSettingError } from "#seals/seal-setting-error.ts";
import type { KeyFile, KeySources } from "#seals/static/key-sources.ts";
import { readStaticKey } from "#seals/static/read-static-key.ts";
import { assertNoLeak } from "#test/assert-no-leak.ts";

const KEY = Uint8Array.from({ length: 32 }, (_, at) => 0xe0 + at);
const HEX = KEY.toHex();
const BASE64 = KEY.toBase64();

const files = new Map<string, KeyFile>();
const sources: KeySources = {
  environment: { SEAL_KEY: HEX, EMPTY: "" },
  readFile(path) {
    const file = files.get(path);
    if (!file) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return file;
  },
};
const withFile = (bytes: Uint8Array, readableByOthers = false): string => {
  files.set("/keys/seal", { bytes, readableByOthers });
  return "file:///keys/seal";
};
const read = (text: string, onWarning = (warning: string): void => assert.fail(warning)) =>
  readStaticKey({ setting: "current_key", text }, sources, onWarning);

const accepted: [string, () => string][] = [
  ["hexadecimal", () => HEX],
  ["hexadecimal in capitals", () => HEX.toUpperCase()],
  ["base64", () => BASE64],
  ["text with white space around it", () => ` ${HEX}\n`],
  ["an environment variable", () => "env://SEAL_KEY"],
  ["a file of 32 raw bytes", () => withFile(KEY.slice())],
  ["a file of hexadecimal", () => withFile(utf8(HEX))],
  ["a file of hexadecimal and a line end", () => withFile(utf8(`${HEX}\n`))],
  ["a file of base64 and line ends of Windows", () => withFile(utf8(`${BASE64}\r\n\r\n`))],
];

for (const [what, make] of accepted) {
  test(`${what} is read`, () => assert.deepEqual(read(make()).reveal(), KEY));
}

test("raw bytes win over what they may look like, and a last byte 0x0a is one of them", () => {
  const raw = utf8("0123456789abcdef0123456789abcde\n");
  assert.deepEqual(read(withFile(raw.slice())).reveal(), raw);
});

const refused: [string, () => string, string][] = [
  ["a short key", () => HEX.slice(2), "is not 32 bytes in hexadecimal or base64"],
  ["a long key", () => `${HEX}00`, "is not 32 bytes in hexadecimal or base64"],
  ["base64 of 31 bytes", () => KEY.subarray(1).toBase64(), "is not 32 bytes in hexadecimal or base64"],
  ["base64 without padding", () => BASE64.slice(0, -1), "is not 32 bytes in hexadecimal or base64"],
  ["base64url", () => KEY.toBase64({ alphabet: "base64url" }), "is not 32 bytes in hexadecimal or base64"],
  ["hexadecimal with another letter", () => `${HEX.slice(1)}g`, "is not 32 bytes in hexadecimal or base64"],
  [
    "a pass phrase of 32 characters",
    () => "correct-horse-battery-staple-123",
    "is not 32 bytes in hexadecimal or base64",
  ],
  ["zeros", () => "00".repeat(32), "is all zeros"],
  ["a file of zeros", () => withFile(new Uint8Array(32)), "is all zeros"],
  ["an unset variable", () => "env://NOT_SET", "the environment variable NOT_SET is not set"],
  ["an empty variable", () => "env://EMPTY", "the environment variable EMPTY is not set"],
  ["a missing file", () => "file:///keys/none", "cannot read /keys/none (ENOENT)"],
  ["an empty file", () => withFile(new Uint8Array(0)), "is not 32 bytes in hexadecimal or base64"],
  [
    "a file of 33 raw bytes",
    () => withFile(new Uint8Array(33).fill(0xc1)),
    "is not 32 bytes in hexadecimal or base64",
  ],
  [
    "a file that does not end",
    () => withFile(new Uint8Array(257).fill(0x61)),
    "/keys/seal is longer than 256 bytes",
  ],
];

for (const [what, make, reason] of refused) {
  test(`${what} is refused: ${reason}`, () => {
    assert.throws(
      () => read(make()),
      (error) => {
        assert.ok(error instanceof SealSettingError);
        assert.equal(error.setting, "current_key");
        assert.equal(error.reason, reason);
        assertNoLeak(KEY, error);
        return true;
      },
    );
  });
}

test("a file that others may read is read, with a warning that names it", () => {
  const warnings: string[] = [];
  read(withFile(KEY.slice(), true), (warning) => warnings.push(warning));
  assert.deepEqual(warnings, ["current_key: every user of this machine may read /keys/seal"]);
});

test("the bytes of the file are wiped, the key is not", () => {
  for (const content of [KEY.slice(), utf8(HEX)]) {
    const key = read(withFile(content));
    assert.ok(content.every((byte) => byte === 0));
    assert.deepEqual(key.reveal(), KEY);
  }
});
