// The key at the peer: it encrypts and decrypts small secrets, which are never strings on their way. Knows the newest
// version it has seen.
import { utf8Text } from "#base/bytes.ts";
import { JsonError } from "#base/json/json-error.ts";
import { DEFAULT_JSON_LIMITS } from "#base/json/json-limits.ts";
import { JsonScanner } from "#base/json/scan-json.ts";
import { decodeBase64Bytes } from "#kit/json/base64-bytes.ts";
import { JsonBytes } from "#kit/json/json-bytes.ts";
import type { PeerSession } from "./peer-session.ts";

/** As the engine writes it: `vault:v3:` and base64. */
const CIPHERTEXT = /^vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/]+={0,2}$/;
const LONGEST_CIPHERTEXT = 4096;

/** The peer answered, and its answer is none of a transit engine's. */
export class PeerAnswerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PeerAnswerError";
  }
}

/** The key's version; `undefined` for what no transit engine wrote. */
export function ciphertextVersion(ciphertext: string): number | undefined {
  const match = ciphertext.length <= LONGEST_CIPHERTEXT ? CIPHERTEXT.exec(ciphertext) : null;
  return match ? Number(match[1]) : undefined;
}

export class TransitKey {
  readonly #session: PeerSession;
  readonly #mountPath: string;
  readonly #name: string;
  /** 0 until the peer has encrypted something. */
  newestVersion = 0;

  constructor(session: PeerSession, { mountPath, keyName }: { mountPath: string; keyName: string }) {
    this.#session = session;
    this.#mountPath = mountPath;
    this.#name = keyName;
  }

  /** @returns what only this key decrypts. @throws CredentialError, ApiError, TransportError, PeerAnswerError */
  async encrypt(plaintext: Uint8Array): Promise<string> {
    const body = new JsonBytes().literal('{"plaintext":').base64(plaintext).literal("}").finish().bytes;
    const ciphertext = await this.#ask("encrypt", body, "ciphertext", (quoted) =>
      utf8Text(quoted.subarray(1, -1)),
    );
    const version = ciphertext === undefined ? undefined : ciphertextVersion(ciphertext);
    if (ciphertext === undefined || version === undefined) {
      throw new PeerAnswerError("the peer's answer holds no ciphertext");
    }
    this.newestVersion = version;
    return ciphertext;
  }

  /** @returns the plaintext, the caller's to wipe. @throws as `encrypt` */
  async decrypt(ciphertext: string): Promise<Uint8Array> {
    const body = new JsonBytes().literal('{"ciphertext":').text(ciphertext).literal("}").finish().bytes;
    const plaintext = await this.#ask("decrypt", body, "plaintext", (quoted) =>
      decodeBase64Bytes(quoted, 1, quoted.length - 1),
    );
    if (!plaintext) throw new PeerAnswerError("the peer's answer holds no plaintext");
    return plaintext;
  }

  async #ask<T>(
    operation: "encrypt" | "decrypt",
    body: Uint8Array,
    member: string,
    read: (quoted: Uint8Array) => T,
  ): Promise<T | undefined> {
    let answer: Uint8Array | undefined;
    try {
      answer = await this.#session.send(`${this.#mountPath}/${operation}/${this.#name}`, body);
      const found = stringIn(answer, member);
      return found && read(found);
    } finally {
      body.fill(0);
      answer?.fill(0);
    }
  }
}

/** The string `data.<name>` with its quotes, as it stands in the answer. @throws PeerAnswerError */
function stringIn(answer: Uint8Array, name: string): Uint8Array | undefined {
  try {
    const data = memberOf(answer, "data");
    const value = data?.[0] === 0x7b ? memberOf(data, name) : undefined;
    return value?.[0] === 0x22 ? value : undefined;
  } catch (error) {
    if (error instanceof JsonError) throw new PeerAnswerError("the peer's answer is no JSON object");
    throw error;
  }
}

function memberOf(document: Uint8Array, name: string): Uint8Array | undefined {
  const span = new JsonScanner(document, DEFAULT_JSON_LIMITS)
    .members()
    .find((member) => member.name === name);
  return span && document.subarray(span.start, span.end);
}
