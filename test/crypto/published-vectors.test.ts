// Wycheproof's and NIST's vectors (testdata/vectors/README.md), through the same functions that transit calls.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_BYTES } from "#base/bytes.ts";
import { type AeadCipher, openAead } from "#crypto/aead.ts";
import { unwrapKey, wrapKey } from "#crypto/aes-key-wrap.ts";
import { AsymmetricKey, type CurveName } from "#crypto/asymmetric-key.ts";
import { ecOfNumbers } from "#crypto/ecdsa/ec-numbers.ts";
import { type EcdsaScheme, verifyEcdsa } from "#crypto/ecdsa/ecdsa.ts";
import { verifyEd25519 } from "#crypto/ed25519.ts";
import { digestOf, type HashName, hmacOf } from "#crypto/hash-function.ts";
import { hkdfExpand, hkdfExtract } from "#crypto/hkdf-sha256.ts";
import { decryptOaep, type OaepHash } from "#crypto/rsa/oaep.ts";
import { rsaOfPublicNumbers } from "#crypto/rsa/rsa-numbers.ts";
import { type RsaScheme, verifyRsa } from "#crypto/rsa/signature.ts";
import { hex, type PublishedCase, publishedVectors } from "#test/published-vectors.ts";

const sameBytes = (a: Uint8Array | undefined, b: Uint8Array) => a !== undefined && Buffer.from(a).equals(b);

/** Every case must come out as it was published; "acceptable" ones just must not fail otherwise. */
async function judge<T>(
  name: string,
  accepts: (one: T) => Promise<boolean> | boolean,
  every = 1,
): Promise<void> {
  const cases = publishedVectors<T>(name).filter((_, at) => at % every === 0);
  const wrong: string[] = [];
  for (const one of cases) {
    const isAccepted = await accepts(one);
    if (one.result !== "acceptable" && isAccepted !== (one.result === "valid")) wrong.push(one.from);
  }
  assert.deepEqual(wrong, []);
  assert.ok(cases.length > 20);
}

interface Sealed {
  cipher: AeadCipher;
  key: string;
  nonce: string;
  aad: string;
  plaintext: string;
  sealed: string;
}

test("AES-GCM and ChaCha20-Poly1305 (NIST SP 800-38D, RFC 8439)", () =>
  judge<Sealed>("aead", ({ cipher, key, nonce, aad, plaintext, sealed }) =>
    sameBytes(openAead({ cipher, bytes: hex(key) }, hex(nonce + sealed), hex(aad)), hex(plaintext)),
  ));

test("ChaCha20-Poly1305 as RFC 8439 §2.8.2 has it", () => {
  const key = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
  const sealed =
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b" +
    "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc" +
    "3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691";
  const opened = openAead(
    { cipher: "chacha20-poly1305", bytes: hex(key) },
    hex(`070000004041424344454647${sealed}`),
    hex("50515253c0c1c2c3c4c5c6c7"),
  );
  const said = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, ";
  assert.equal(Buffer.from(opened ?? EMPTY_BYTES).toString(), `${said}sunscreen would be it.`);
});

interface Signed {
  publicKey?: string;
  point?: { curve: CurveName; x: string; y: string };
  hash: HashName;
  encoding: EcdsaScheme["encoding"];
  message: string;
  signature: string;
}

/** A key that is none must be refused as well. */
function orRefused<T>(accepts: (one: T) => Promise<boolean> | boolean): (one: T) => Promise<boolean> {
  return async (one) => {
    try {
      return await accepts(one);
    } catch (error) {
      assert.match(String(error), /key|point|curve/i);
      return false;
    }
  };
}

function curveKey({ publicKey, point }: Signed): AsymmetricKey {
  if (!point) return AsymmetricKey.ofPublic(hex(publicKey ?? ""));
  return ecOfNumbers(point.curve, { x: BigInt(`0x${point.x}`), y: BigInt(`0x${point.y}`) });
}

test("ECDSA (FIPS 186-5 §6), as DER and as r ‖ s", () =>
  judge<Signed>(
    "ecdsa",
    orRefused((one) =>
      verifyEcdsa(curveKey(one), hex(one.message), hex(one.signature), {
        hash: one.hash,
        encoding: one.encoding,
      }),
    ),
  ));

test("ECDSA over digests that come from elsewhere", () =>
  judge<Signed>(
    "ecdsa",
    orRefused((one) =>
      verifyEcdsa(curveKey(one), digestOf(one.hash, hex(one.message)), hex(one.signature), {
        hash: "none",
        encoding: one.encoding,
      }),
    ),
    // Milliseconds each. The number goes round the files' groups unevenly, so that none is always left out.
    7,
  ));

interface RsaSigned {
  padding: RsaScheme["padding"];
  publicKey?: string;
  numbers?: { n: string; e: string };
  hash: HashName;
  saltLength?: number;
  message: string;
  signature: string;
}

function rsaKey({ publicKey, numbers }: RsaSigned): AsymmetricKey {
  if (!numbers) return AsymmetricKey.ofPublic(hex(publicKey ?? ""));
  return rsaOfPublicNumbers({ n: BigInt(`0x${numbers.n}`), e: BigInt(`0x${numbers.e}`) });
}

for (const isDigest of [false, true]) {
  test(`RSA-PSS and PKCS #1 v1.5 (RFC 8017 §8)${isDigest ? " over digests that come from elsewhere" : ""}`, () =>
    judge<RsaSigned>("rsa", (one) => {
      const { padding, hash, saltLength = 0 } = one;
      const input = isDigest ? digestOf(hash, hex(one.message)) : hex(one.message);
      return verifyRsa(rsaKey(one), input, hex(one.signature), { padding, hash, saltLength, isDigest });
    }));
}

test("RSA-OAEP (RFC 8017 §7.1)", () =>
  judge<{ secret: string; hash: OaepHash; message: string; ciphertext: string }>(
    "oaep",
    async ({ secret, hash, message, ciphertext }) =>
      sameBytes(await decryptOaep(AsymmetricKey.ofSecret(hex(secret)), hex(ciphertext), hash), hex(message)),
  ));

test("Ed25519 (RFC 8032)", () =>
  judge<{ publicKey: string; message: string; signature: string }>(
    "ed25519",
    ({ publicKey, message, signature }) =>
      verifyEd25519(AsymmetricKey.ofPublic(hex(publicKey)), hex(message), hex(signature)),
  ));

test("HMAC (FIPS 198-1) with every hash", () =>
  judge<{ hash: HashName; key: string; message: string; tag: string }>(
    "hmac",
    ({ hash, key, message, tag }) => {
      const wanted = hex(tag);
      // Half of the published tags are cut short, which transit never does.
      return sameBytes(hmacOf(hash, hex(key), hex(message)).subarray(0, wanted.length), wanted);
    },
  ));

test("HKDF-SHA256 without salt (RFC 5869)", () =>
  judge<{ ikm: string; info: string; size: number; okm: string }>("hkdf", ({ ikm, info, size, okm }) =>
    sameBytes(hkdfExpand(hkdfExtract(hex(ikm)), hex(info), size), hex(okm)),
  ));

test("AES-KWP (RFC 5649, NIST SP 800-38F), both ways", () =>
  judge<PublishedCase & { key: string; message: string; wrapped: string }>(
    "key-wrap",
    ({ result, key, message, wrapped }) => {
      const opened = unwrapKey(hex(key), hex(wrapped));
      if (result === "valid") assert.ok(sameBytes(wrapKey(hex(key), hex(message)), hex(wrapped)));
      return sameBytes(opened, hex(message));
    },
  ));
