// Makes test/crypto/testdata/vectors/ from published test vectors: Wycheproof's (its Go module, Apache-2.0) and NIST's
// CAVP as the PyPI package cryptography_vectors carries them (public domain). Takes what transit offers and drops
// the rest; README.md beside the files says what that is.
//   scripts/node scripts/transit-vectors.ts <wycheproof module> <unpacked cryptography_vectors>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [wycheproofFolder = "", nistFolder = ""] = process.argv.slice(2);
const OUT = join(import.meta.dirname, "../test/crypto/testdata/vectors");

type Json = Readonly<Record<string, unknown>>;

function write(name: string, cases: readonly object[]): void {
  const text = `[\n${cases.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`;
  writeFileSync(join(OUT, `${name}.json.gz`), gzipSync(text, { level: 9 }));
  console.log(`${name}: ${cases.length} cases`);
}

/** Groups and tests of one of Wycheproof's files, with where each comes from. */
function wycheproof<T>(file: string, take: (test: Json, group: Json) => T | undefined): (T & object)[] {
  const { testGroups } = JSON.parse(
    readFileSync(join(wycheproofFolder, "testvectors_v1", `${file}_test.json`), "utf8"),
  ) as { testGroups: (Json & { tests: Json[] })[] };
  return testGroups.flatMap((group) =>
    group.tests.flatMap((test) => {
      const taken = take(test, group);
      return taken ? [{ from: `wycheproof ${file} ${test.tcId}`, result: test.result, ...taken }] : [];
    }),
  );
}

/** A CAVP file: `[name = value]` lines that hold until changed, blocks of `name = value`. */
function nist(file: string): Record<string, string>[] {
  const lines = readFileSync(join(nistFolder, file), "utf8").split(/\r?\n/);
  const blocks: Record<string, string>[] = [];
  let held: Record<string, string> = {};
  let block: Record<string, string> = {};
  for (const line of [...lines, ""]) {
    const bracket = /^\[(.*)\]$/.exec(line)?.[1];
    const [, name, value] = /^(\w+) = ?(.*)$/.exec(line) ?? [];
    if (bracket !== undefined) {
      const [key = "", text = ""] = bracket.split(" = ");
      held = { ...held, [key.includes(",") ? "group" : key]: text === "" ? key : text };
    } else if (line === "FAIL") block.FAIL = "yes";
    else if (name !== undefined && value !== undefined) block[name] = value;
    else if (line === "" && Object.keys(block).length > 0) {
      blocks.push({ from: `nist ${file.split("/").at(-1)} ${blocks.length}`, ...held, ...block });
      block = {};
    }
  }
  return blocks;
}

function aead(): object[] {
  const take = (cipher: (group: Json) => string | undefined) => (test: Json, group: Json) => {
    const name = cipher(group);
    if (!name || Number(group.ivSize) !== 96 || Number(group.tagSize) !== 128) return undefined;
    const { key, iv, aad, msg, ct, tag } = test;
    return { cipher: name, key, nonce: iv, aad, plaintext: msg, sealed: `${ct}${tag}` };
  };
  const gcm = (bits: number) => (bits === 192 ? undefined : `aes-${bits}-gcm`);
  const fromNist = ["gcmDecrypt128", "gcmDecrypt256", "gcmEncryptExtIV128", "gcmEncryptExtIV256"].flatMap(
    (file) =>
      nist(`ciphers/AES/GCM/${file}.rsp`)
        .filter((one) => one.IVlen === "96" && one.Taglen === "128" && Number(one.Count) < 3)
        .map((one) => ({
          from: one.from,
          result: one.FAIL ? "invalid" : "valid",
          cipher: gcm(Number(one.Keylen)),
          key: one.Key,
          nonce: one.IV,
          aad: one.AAD,
          plaintext: one.PT ?? "",
          sealed: `${one.CT}${one.Tag}`,
        })),
  );
  return [
    ...wycheproof(
      "aes_gcm",
      take((group) => gcm(Number(group.keySize))),
    ),
    ...wycheproof(
      "chacha20_poly1305",
      take(() => "chacha20-poly1305"),
    ),
    ...fromNist,
  ];
}

const HASHES: Readonly<Record<string, string>> = {
  "SHA-1": "sha1",
  "SHA-224": "sha2-224",
  "SHA-256": "sha2-256",
  "SHA-384": "sha2-384",
  "SHA-512": "sha2-512",
  "SHA3-224": "sha3-224",
  "SHA3-256": "sha3-256",
  "SHA3-384": "sha3-384",
  "SHA3-512": "sha3-512",
};
const hashOf = (name: string) => HASHES[name] ?? HASHES[name.replace(/^SHA(\d)/, "SHA-$1")];

function ecdsa(): object[] {
  const files = [
    ["ecdsa_secp256r1_sha256", "der"],
    ["ecdsa_secp256r1_sha256_p1363", "ieee-p1363"],
    ["ecdsa_secp256r1_sha3_256", "der"],
    ["ecdsa_secp256r1_sha512", "der"],
    ["ecdsa_secp384r1_sha384", "der"],
    ["ecdsa_secp384r1_sha384_p1363", "ieee-p1363"],
    ["ecdsa_secp521r1_sha512", "der"],
    ["ecdsa_secp521r1_sha512_p1363", "ieee-p1363"],
  ] as const;
  const published = files.flatMap(([file, encoding]) =>
    wycheproof(file, ({ msg, sig }, group) => ({
      publicKey: group.publicKeyDer,
      hash: hashOf(String(group.sha)),
      encoding,
      message: msg,
      signature: sig,
    })),
  );
  const fromNist = nist("asymmetric/ECDSA/FIPS_186-3/SigVer.rsp").flatMap((one) => {
    const [curve = "", sha = ""] = (one.group ?? "").split(",");
    const bytes = { "P-256": 32, "P-384": 48, "P-521": 66 }[curve];
    if (!bytes) return [];
    const fixed = (hex = "") => hex.padStart(bytes * 2, "0");
    return {
      from: one.from,
      result: one.Result?.startsWith("P") ? "valid" : "invalid",
      point: { curve, x: fixed(one.Qx), y: fixed(one.Qy) },
      hash: hashOf(sha),
      encoding: "ieee-p1363",
      message: one.Msg,
      signature: fixed(one.R) + fixed(one.S),
    };
  });
  return [...published, ...fromNist];
}

function rsa(): object[] {
  const take = (padding: string) => (test: Json, group: Json) => ({
    padding,
    publicKey: group.publicKeyDer,
    hash: hashOf(String(group.sha)),
    ...(padding === "pss" && { saltLength: group.sLen }),
    message: test.msg,
    signature: test.sig,
  });
  const pss = ["2048_sha1_mgf1_20", "2048_sha256_mgf1_0", "2048_sha256_mgf1_32", "2048_sha384_mgf1_48"];
  const more = ["3072_sha256_mgf1_32", "4096_sha256_mgf1_32"];
  const v15 = ["2048_sha256", "2048_sha512", "2048_sha3_256"];
  const fromNist = ["PSS", "15"].flatMap((kind) =>
    nist(`asymmetric/RSA/FIPS_186-2/SigVer${kind}_186-3.rsp`)
      .reduce<Record<string, string>[]>(withModulus, [])
      .filter((one) => one.mod === "2048")
      .map((one) => ({
        from: one.from,
        result: one.Result?.startsWith("P") ? "valid" : "invalid",
        padding: kind === "PSS" ? "pss" : "pkcs1v15",
        numbers: { n: one.n, e: one.e?.replace(/^(00)+/, "") },
        hash: hashOf(one.SHAAlg ?? ""),
        ...(kind === "PSS" && { saltLength: (one.SaltVal?.length ?? 0) / 2 }),
        message: one.Msg,
        signature: one.S,
      })),
  );
  return [
    ...[...pss, ...more].flatMap((name) => wycheproof(`rsa_pss_${name}`, take("pss"))),
    ...v15.flatMap((name) => wycheproof(`rsa_signature_${name}`, take("pkcs1v15"))),
    ...fromNist,
  ];
}

/** The modulus stands in a block of its own, before those that use it. */
function withModulus(all: Record<string, string>[], one: Record<string, string>): Record<string, string>[] {
  if (one.Msg !== undefined)
    return [...all.slice(0, -1), { ...one, n: all.at(-1)?.n ?? "" }, { n: all.at(-1)?.n ?? "" }];
  return one.n === undefined ? all : [...all, { n: one.n }];
}

function oaep(): object[] {
  const files = ["sha1", "sha224", "sha256", "sha384", "sha512"].map((hash) => `2048_${hash}_mgf1${hash}`);
  return [...files, "3072_sha256_mgf1sha256", "4096_sha256_mgf1sha256"].flatMap((name) =>
    wycheproof(`rsa_oaep_${name}`, ({ msg, ct, label }, group) =>
      String(label) === ""
        ? { secret: group.privateKeyPkcs8, hash: name.split("_")[1], message: msg, ciphertext: ct }
        : undefined,
    ),
  );
}

function keyWrap(): object[] {
  const fromNist = ["KWP_AD_256", "KWP_AE_256"].flatMap((file) =>
    nist(`keywrap/kwtestvectors/${file}.txt`)
      .filter((one) => Number(one.COUNT) < 10)
      .map((one) => ({
        from: one.from,
        result: one.P === undefined || one.FAIL ? "invalid" : "valid",
        key: one.K,
        message: one.P ?? "",
        wrapped: one.C,
      })),
  );
  const published = wycheproof("aes_kwp", ({ key, msg, ct }, group) =>
    Number(group.keySize) === 256 ? { key, message: msg, wrapped: ct } : undefined,
  );
  return [...published, ...fromNist];
}

function hmac(): object[] {
  const names = [
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha3_224",
    "sha3_256",
    "sha3_384",
    "sha3_512",
  ];
  return names.flatMap((name) =>
    wycheproof(`hmac_${name}`, ({ key, msg, tag }) => ({
      hash: hashOf(name.toUpperCase().replace("SHA3_", "SHA3-")),
      key,
      message: msg,
      tag,
    })),
  );
}

write("aead", aead());
write("ecdsa", ecdsa());
write("rsa", rsa());
write("oaep", oaep());
write("key-wrap", keyWrap());
write("hmac", hmac());
write(
  "hkdf",
  wycheproof("hkdf_sha256", ({ ikm, salt, info, size, okm }) =>
    String(salt) === "" ? { ikm, info, size, okm } : undefined,
  ),
);
write(
  "ed25519",
  wycheproof("ed25519", ({ msg, sig }, group) => ({
    publicKey: group.publicKeyDer,
    message: msg,
    signature: sig,
  })),
);
