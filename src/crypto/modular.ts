// Arithmetic on numbers modulo a prime. BigInt's time depends on its operands: secrets come here only blinded.

export function bigOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toHex()}`);
}

/** Big-endian, padded on the left. @throws RangeError when the number is longer */
export function bytesOf(value: bigint, length: number): Uint8Array {
  const text = value.toString(16).padStart(length * 2, "0");
  if (text.length > length * 2) throw new RangeError("the number is too long");
  return Uint8Array.fromHex(text);
}

/** In 0 … modulus − 1. */
export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** By Euclid's algorithm. @param value not a multiple of the prime `modulus` */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [low, high] = [mod(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [x, y] = [y - quotient * x, x];
  }
  if (low === 0n) throw new RangeError("the number has no inverse");
  return mod(x, modulus);
}
