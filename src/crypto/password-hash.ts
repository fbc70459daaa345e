// Slow hashes of passwords: argon2id (RFC 9106), written as PHC strings, which say themselves how they were made
// (docs/decisions/0017-password-hashes.md). bcrypt hashes of other systems are checked, never made. Node runs argon2 in
// libuv's pool: whoever calls this limits how many run at once.
import { argon2 } from "node:crypto";
import { decodeBase64Url, encodeBase64Url } from "#base/bytes.ts";
import { isBcryptPassword, parseBcrypt } from "./bcrypt/bcrypt-hash.ts";
import { equalSecrets } from "./equal.ts";
import { randomBytes } from "./secure-random.ts";

export interface Argon2Cost {
  memoryKib: number;
  passes: number;
  lanes: number;
}

/** Above OWASP's least (19 MiB, 2 passes); some 80 ms of one core. One lane: a login never takes two cores. */
export const PASSWORD_COST: Argon2Cost = { memoryKib: 32_768, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const ARGON2_VERSION = 19;
/** A stored hash that asks for more is damaged. */
const MOST: Argon2Cost = { memoryKib: 1_048_576, passes: 16, lanes: 16 };
const PHC =
  /^\$argon2id\$v=(\d{1,3})\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

interface Argon2Hash {
  cost: Argon2Cost;
  salt: Uint8Array;
  digest: Uint8Array;
}

/** @returns a PHC string with a salt of its own */
export async function hashPassword(password: Uint8Array, cost: Argon2Cost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const digest = await digestOf(password, { cost, salt, length: DIGEST_BYTES });
  const { memoryKib, passes, lanes } = cost;
  return `$argon2id$v=${ARGON2_VERSION}$m=${memoryKib},t=${passes},p=${lanes}$${base64(salt)}$${base64(digest)}`;
}

/** @throws TypeError when `stored` is no hash that `hashPassword` made or `isPasswordHash` knows */
export async function isPassword(password: Uint8Array, stored: string): Promise<boolean> {
  const bcrypt = parseBcrypt(stored);
  if (bcrypt) return isBcryptPassword(password, bcrypt);
  const hash = parsePhc(stored);
  if (!hash) throw new TypeError("a stored password hash is not one that this program knows");
  const digest = await digestOf(password, { ...hash, length: hash.digest.length });
  return equalSecrets(digest, hash.digest);
}

/** Whether `stored` was made as `hashPassword` makes one now. */
export function isCurrentHash(stored: string, cost: Argon2Cost = PASSWORD_COST): boolean {
  const made = parsePhc(stored)?.cost;
  return made?.memoryKib === cost.memoryKib && made.passes === cost.passes && made.lanes === cost.lanes;
}

function parsePhc(text: string): Argon2Hash | undefined {
  const [, version, memory, passes, lanes, salt = "", digest = ""] = PHC.exec(text) ?? [];
  const cost = { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  if (Number(version) !== ARGON2_VERSION || !isBearable(cost)) return undefined;
  const [saltBytes, digestBytes] = [unbase64(salt), unbase64(digest)];
  return saltBytes && digestBytes ? { cost, salt: saltBytes, digest: digestBytes } : undefined;
}

function isBearable({ memoryKib, passes, lanes }: Argon2Cost): boolean {
  const isEnough = passes >= 1 && lanes >= 1 && memoryKib >= 8 * lanes;
  return isEnough && memoryKib <= MOST.memoryKib && passes <= MOST.passes && lanes <= MOST.lanes;
}

interface DigestInput {
  cost: Argon2Cost;
  salt: Uint8Array;
  length: number;
}

function digestOf(password: Uint8Array, { cost, salt, length }: DigestInput): Promise<Uint8Array> {
  const parameters = {
    message: password,
    nonce: salt,
    parallelism: cost.lanes,
    tagLength: length,
    memory: cost.memoryKib,
    passes: cost.passes,
  };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error, digest) => (error ? reject(error) : resolve(digest)));
  });
}

/** PHC's base64 is the standard one without padding. */
function base64(bytes: Uint8Array): string {
  return encodeBase64Url(bytes).replaceAll("-", "+").replaceAll("_", "/");
}

function unbase64(text: string): Uint8Array | undefined {
  return decodeBase64Url(text.replaceAll("+", "-").replaceAll("/", "_"));
}
