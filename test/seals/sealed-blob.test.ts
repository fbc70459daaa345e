import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { crc32c } from "#base/crc32c.ts";
import { associatedData, type BlobHeader, decodeBlob, encodeBlob } from "#seals/sealed-blob.ts";

const header: BlobHeader = { type: "static", purpose: "root-key", keyId: "2026-1" };

test("the bytes are the documented ones: stored blobs of every release must stay readable", () => {
  const content = "01" + "0006737461746963" + "0008726f6f742d6b6579" + "0006323032362d31" + "c0ffee";
  const checksum = crc32c(Uint8Array.fromHex(content)).toString(16).padStart(8, "0");
  assert.equal(encodeBlob(header, Uint8Array.fromHex("c0ffee")).toHex(), content + checksum);
});

test("what was encoded decodes, with empty and large parts", () => {
  for (const keyId of ["", "k", "ключ", "x".repeat(256)]) {
    for (const length of [0, 1, 100_000]) {
      const body = new Uint8Array(length).fill(7);
      const parts = decodeBlob(encodeBlob({ ...header, keyId }, body), "static");
      assert.deepEqual(parts, { kind: "blob", header: { ...header, keyId }, body });
    }
  }
});

test("an encoded blob owns its memory, without room to spare", () => {
  const blob = encodeBlob(header, utf8("body"));
  assert.equal(blob.buffer.byteLength, blob.length);
});

const invented: [string, string][] = [
  ["nothing but a format", "01"],
  ["a length that runs past the end", "01ffff73"],
  ["text that is no UTF-8", "010002c328"],
  ["a purpose of no seal", "01000673746174696300016100"],
  ["no key name", "0100067374617469630008726f6f742d6b6579"],
];

for (const [what, hex] of invented) {
  test(`${what}, under a checksum that fits, is damage`, () => {
    const content = Uint8Array.fromHex(hex);
    const checksum = crc32c(content).toString(16).padStart(8, "0");
    assert.equal(decodeBlob(Uint8Array.fromHex(hex + checksum), "static").kind, "damaged");
  });
}

test("headers that differ give different associated data, wherever their parts are cut", () => {
  const headers: BlobHeader[] = [
    header,
    { ...header, type: "stati" },
    { ...header, purpose: "recovery-key" },
    { ...header, keyId: "2026-" },
    { ...header, type: "static\0\x08root-key", keyId: "" },
    { ...header, keyId: "" },
  ];
  assert.equal(new Set(headers.map((each) => associatedData(each).toHex())).size, headers.length);
});
