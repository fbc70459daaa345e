// An ECDSA signature's two numbers as bytes: DER, strictly (RFC 3279 §2.2.3), or r ‖ s (RFC 7515 appendix A.3).
import { concatBytes } from "#base/bytes.ts";
import { bigOf, bytesOf } from "../modular.ts";

export interface RsSignature {
  r: bigint;
  s: bigint;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

export function encodeDer({ r, s }: RsSignature): Uint8Array {
  return element(SEQUENCE, concatBytes(integer(r), integer(s)));
}

function integer(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const bytes = bytesOf(value, Math.ceil(hex.length / 2));
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return element(INTEGER, isNegative ? concatBytes(Uint8Array.of(0), bytes) : bytes);
}

/** Contents of up to 255 bytes. */
function element(tag: number, content: Uint8Array): Uint8Array {
  const head = content.length < 0x80 ? [tag, content.length] : [tag, 0x81, content.length];
  return concatBytes(Uint8Array.from(head), content);
}

/** `undefined` for whatever `encodeDer` would not have written. */
export function decodeDer(bytes: Uint8Array): RsSignature | undefined {
  const isLong = bytes[1] === 0x81;
  const rAt = isLong ? 3 : 2;
  const rLength = bytes[rAt + 1] ?? 0;
  const sAt = rAt + 2 + rLength;
  const r = bigOf(bytes.subarray(rAt + 2, sAt));
  const s = bigOf(bytes.subarray(sAt + 2));
  const signature = { r, s };
  const canonical = encodeDer(signature);
  const isSame = canonical.length === bytes.length && canonical.every((byte, at) => byte === bytes[at]);
  return isSame ? signature : undefined;
}

export function encodeFixed({ r, s }: RsSignature, bytes: number): Uint8Array {
  return concatBytes(bytesOf(r, bytes), bytesOf(s, bytes));
}

export function decodeFixed(bytes: Uint8Array, length: number): RsSignature | undefined {
  if (bytes.length !== 2 * length) return undefined;
  return { r: bigOf(bytes.subarray(0, length)), s: bigOf(bytes.subarray(length)) };
}
