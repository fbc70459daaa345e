import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, utf8 } from "#base/bytes.ts";
import { NONCE_BYTES, OVERHEAD_BYTES, open, openKeys, seal, sealInto, TAG_BYTES } from "#crypto/aes-gcm.ts";
import { randomBytes } from "#crypto/secure-random.ts";

interface Vector {
  name: string;
  key: string;
  nonce: string;
  plaintext: string;
  associatedData?: string;
  ciphertext: string;
  tag: string;
}

const KEY_128 = "feffe9928665731c6d6a8f9467308308";
const PLAINTEXT =
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72" +
  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
const NONCE = "cafebabefacedbaddecaf888";
const ASSOCIATED = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
const CIPHERTEXT_128 =
  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e" +
  "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985";
const CIPHERTEXT_256 =
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa" +
  "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B: the cases with nonces of 96 bits. NIST SP 800-38D
// standardises this mode, and NIST's own examples repeat these cases.
const vectors: Vector[] = [
  {
    name: "case 1: nothing, 128 bits",
    key: "00".repeat(16),
    nonce: "00".repeat(12),
    plaintext: "",
    ciphertext: "",
    tag: "58e2fccefa7e3061367f1d57a4e7455a",
  },
  {
    name: "case 2: a block of zeros, 128 bits",
    key: "00".repeat(16),
    nonce: "00".repeat(12),
    plaintext: "00".repeat(16),
    ciphertext: "0388dace60b6a392f328c2b971b2fe78",
    tag: "ab6e47d42cec13bdf53a67b21257bddf",
  },
  {
    name: "case 3: four blocks, 128 bits",
    key: KEY_128,
    nonce: NONCE,
    plaintext: PLAINTEXT,
    ciphertext: CIPHERTEXT_128,
    tag: "4d5c2af327cd64a62cf35abd2ba6fab4",
  },
  {
    name: "case 4: associated data and a broken block, 128 bits",
    key: KEY_128,
    nonce: NONCE,
    plaintext: PLAINTEXT.slice(0, 120),
    associatedData: ASSOCIATED,
    ciphertext: CIPHERTEXT_128.slice(0, 120),
    tag: "5bc94fbc3221a5db94fae95ae7121a47",
  },
  {
    name: "case 13: nothing, 256 bits",
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    plaintext: "",
    ciphertext: "",
    tag: "530f8afbc74536b9a963b4f1c4cb738b",
  },
  {
    name: "case 14: a block of zeros, 256 bits",
    key: "00".repeat(32),
    nonce: "00".repeat(12),
    plaintext: "00".repeat(16),
    ciphertext: "cea7403d4d606b6e074ec5d3baf39d18",
    tag: "d0d1c8a799996bf0265b98b5d48ab919",
  },
  {
    name: "case 15: four blocks, 256 bits",
    key: KEY_128.repeat(2),
    nonce: NONCE,
    plaintext: PLAINTEXT,
    ciphertext: CIPHERTEXT_256,
    tag: "b094dac5d93471bdec1a502270e3cc6c",
  },
  {
    name: "case 16: associated data and a broken block, 256 bits",
    key: KEY_128.repeat(2),
    nonce: NONCE,
    plaintext: PLAINTEXT.slice(0, 120),
    associatedData: ASSOCIATED,
    ciphertext: CIPHERTEXT_256.slice(0, 120),
    tag: "76fc6ece0f4e1768cddf8853bb2d551b",
  },
];

const bytes = (hex: string): Uint8Array => Uint8Array.fromHex(hex);
const messageOf = ({ nonce, ciphertext, tag }: Vector): Uint8Array =>
  concatBytes(bytes(nonce), bytes(ciphertext), bytes(tag));

for (const vector of vectors) {
  const key = bytes(vector.key);
  const associatedData = bytes(vector.associatedData ?? "");

  test(`${vector.name}: the published message opens`, () => {
    const plaintext = open(key, messageOf(vector), associatedData);
    assert.equal(plaintext?.toHex(), vector.plaintext);
  });

  test(`${vector.name}: no flipped bit of the message opens`, () => {
    const message = messageOf(vector);
    for (let bit = 0; bit < message.length * 8; bit++) {
      const flipped = message.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      assert.equal(open(key, flipped, associatedData), undefined, `bit ${bit}`);
    }
  });
}

test("what was sealed opens, at every length around a block and with both key sizes", () => {
  for (const keyBytes of [16, 32]) {
    const key = randomBytes(keyBytes);
    for (let length = 0; length <= 50; length++) {
      const plaintext = randomBytes(length);
      const sealed = seal(key, plaintext, utf8("a/path"));
      assert.equal(sealed.length, length + OVERHEAD_BYTES);
      assert.deepEqual(new Uint8Array(open(key, sealed, utf8("a/path")) ?? []), plaintext);
    }
  }
});

test("sealing into a place touches nothing around it", () => {
  const key = randomBytes(32);
  const plaintext = utf8("payload");
  const into = new Uint8Array(100).fill(0xee);
  sealInto(key, plaintext, utf8("data"), { into, offset: 20 });
  const end = 20 + plaintext.length + OVERHEAD_BYTES;
  assert.ok(into.subarray(0, 20).every((byte) => byte === 0xee));
  assert.ok(into.subarray(end).every((byte) => byte === 0xee));
  assert.deepEqual(new Uint8Array(open(key, into.subarray(20, end), utf8("data")) ?? []), plaintext);
});

test("another key, other associated data, a cut or a longer message do not open", () => {
  const key = randomBytes(32);
  const sealed = seal(key, utf8("payload"), utf8("data"));
  assert.equal(open(randomBytes(32), sealed, utf8("data")), undefined);
  assert.equal(open(randomBytes(16), sealed, utf8("data")), undefined);
  assert.equal(open(key, sealed, utf8("dat")), undefined);
  assert.equal(open(key, sealed, new Uint8Array(0)), undefined);
  for (let length = 0; length < sealed.length; length++) {
    assert.equal(open(key, sealed.subarray(0, length), utf8("data")), undefined, `cut to ${length}`);
  }
  assert.equal(open(key, concatBytes(sealed, new Uint8Array(1)), utf8("data")), undefined);
});

// Node by itself takes a tag of four bytes, which an attacker guesses in 2^32 tries.
test("the tag is always sixteen bytes: a message that ends in a shortened tag does not open (CVE-2023-2197)", () => {
  const key = randomBytes(32);
  const sealed = seal(key, utf8("payload"), utf8("data"));
  for (const kept of [4, 8, 12, 13, 14, 15]) {
    assert.equal(open(key, sealed.subarray(0, sealed.length - TAG_BYTES + kept), utf8("data")), undefined);
  }
});

test("keys of other sizes are refused by a message without the key", () => {
  for (const length of [0, 1, 15, 17, 24, 31, 33, 64]) {
    const key = new Uint8Array(length).fill(0x61);
    assert.throws(() => seal(key, utf8("x"), utf8("y")), { name: "RangeError", message: /16 or 32 bytes/ });
    assert.throws(() => open(key, new Uint8Array(64), utf8("y")), {
      name: "RangeError",
      message: /16 or 32 bytes/,
    });
  }
});

test("ten thousand messages under one key have distinct nonces (CL-0.11.1)", () => {
  const key = randomBytes(32);
  const nonces = new Set<string>();
  for (let n = 0; n < 10_000; n++) {
    nonces.add(seal(key, new Uint8Array(1), new Uint8Array(0)).subarray(0, NONCE_BYTES).toHex());
  }
  assert.equal(nonces.size, 10_000);
});

test("keys are opened as everything else is, under either length of key, and no flipped bit is", () => {
  for (const keyBytes of [16, 32]) {
    for (const length of [0, 1, 15, 16, 17, 32, 47, 91, 4096]) {
      const [key, plaintext, associated] = [randomBytes(keyBytes), randomBytes(length), randomBytes(20)];
      const sealed = seal(key, plaintext, associated);
      assert.deepEqual(openKeys(key, sealed, associated)?.toHex(), plaintext.toHex());
      assert.equal(openKeys(randomBytes(keyBytes), sealed, associated), undefined);
      assert.equal(openKeys(key, sealed, randomBytes(20)), undefined);
      for (const at of [0, NONCE_BYTES, sealed.length - 1]) {
        const flipped = sealed.slice();
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        assert.equal(openKeys(key, flipped, associated), undefined, `byte ${at} of ${sealed.length}`);
      }
      assert.equal(openKeys(key, sealed.subarray(0, OVERHEAD_BYTES - 1), associated), undefined);
    }
  }
});
