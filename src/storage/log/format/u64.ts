// Safe integers as eight big-endian bytes, without BigInt.

const UPPER = 0x1_0000_0000;

export function writeU64(view: DataView, offset: number, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no index or term`);
  view.setUint32(offset, Math.floor(value / UPPER));
  view.setUint32(offset + 4, value >>> 0);
}

/** @throws RangeError when the value is no safe integer */
export function readU64(view: DataView, offset: number): number {
  const value = view.getUint32(offset) * UPPER + view.getUint32(offset + 4);
  if (!Number.isSafeInteger(value)) throw new RangeError("integer out of range");
  return value;
}
