// bcrypt, for password hashes that other systems made: they are checked here, never made here. The work is cut into
// slices, so that whoever shares the thread waits for two or three milliseconds at a time.
import { setImmediate } from "node:timers/promises";
import { equalSecrets } from "../equal.ts";
import { Blowfish } from "./blowfish.ts";

/** More would be cut off in silence by bcrypt. */
const MAX_PASSWORD_BYTES = 72;
const MIN_COST = 4;
/** 2^14 rounds take over a second here. */
export const MAX_BCRYPT_COST = 14;
const SALT_BYTES = 16;
const DIGEST_BYTES = 23;
const ROUNDS_BY_SLICE = 16;
const FORM = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const MAGIC = new TextEncoder().encode("OrpheanBeholderScryDoubt");

export interface BcryptHash {
  /** Logarithm of the rounds. */
  cost: number;
  salt: Uint8Array;
  digest: Uint8Array;
}

/** `undefined`: not one that is taken. 2x, which is broken on purpose, is not. */
export function parseBcrypt(text: string): BcryptHash | undefined {
  const parts = FORM.exec(text);
  if (!parts) return undefined;
  const cost = Number(parts[1]);
  const salt = decode(parts[2] ?? "", SALT_BYTES);
  const digest = decode(parts[3] ?? "", DIGEST_BYTES);
  return cost >= MIN_COST && cost <= MAX_BCRYPT_COST ? { cost, salt, digest } : undefined;
}

/** False as well for a password that bcrypt would not take whole: over 72 bytes, or with a zero byte. */
export async function isBcryptPassword(password: Uint8Array, hash: BcryptHash): Promise<boolean> {
  const isWhole = password.length <= MAX_PASSWORD_BYTES && !password.includes(0);
  const digest = await digestOf(isWhole ? password : new Uint8Array(1), hash);
  const isSame = equalSecrets(digest, hash.digest);
  digest.fill(0);
  return isSame && isWhole;
}

async function digestOf(password: Uint8Array, { cost, salt }: BcryptHash): Promise<Uint8Array> {
  const key = keyWords(password);
  const saltWords = wordsOf(salt);
  const cipher = new Blowfish();
  cipher.expand(key, saltWords);
  for (let round = 0; round < 2 ** cost; round++) {
    cipher.expand(key);
    cipher.expand(saltWords);
    if (round % ROUNDS_BY_SLICE === 0) await setImmediate();
  }
  const text = encryptMagic(cipher);
  cipher.wipe();
  key.fill(0);
  return text.subarray(0, DIGEST_BYTES);
}

function encryptMagic(cipher: Blowfish): Uint8Array {
  const text = MAGIC.slice();
  const view = new DataView(text.buffer);
  const block = new Int32Array(2);
  for (let at = 0; at < text.length; at += 8) {
    block.set([view.getInt32(at), view.getInt32(at + 4)]);
    for (let time = 0; time < 64; time++) cipher.encrypt(block);
    view.setInt32(at, block[0] as number);
    view.setInt32(at + 4, block[1] as number);
  }
  return text;
}

/** The password and a zero byte, over and over, until whole words come out. */
function keyWords(password: Uint8Array): Int32Array {
  const period = password.length + 1;
  const bytes = new Uint8Array(period * 4);
  for (let at = 0; at < bytes.length; at += period) bytes.set(password, at);
  const words = wordsOf(bytes);
  bytes.fill(0);
  return words;
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.length / 4 }, (_, at) => view.getInt32(at * 4));
}

/** bcrypt's own base64: another alphabet, no padding. */
function decode(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const letter of text) {
    bits = ((bits << 6) | LETTERS.indexOf(letter)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    if (at < length) bytes[at++] = bits >> count;
  }
  return bytes;
}
