// CRC32C (Castagnoli, RFC 3720 appendix B.4), eight bytes a step. Node's zlib has only the IEEE polynomial.

const POLYNOMIAL = 0x82f63b78; // reflected
const TABLES = slicingTables();

/** CRC32C of `bytes` from `start` up to but without `end`, as an unsigned 32-bit integer. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (start < 0 || end > bytes.length) throw new RangeError("range is outside the bytes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = -1;
  let at = start;
  for (; at + 8 <= end; at += 8) crc = eightBytes(crc, view.getInt32(at, true), view.getInt32(at + 4, true));
  for (; at < end; at++) crc = lookUp((crc ^ view.getUint8(at)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function eightBytes(crc: number, first: number, second: number): number {
  const low = crc ^ first;
  return (
    lookUp(1792 + (low & 255)) ^
    lookUp(1536 + ((low >>> 8) & 255)) ^
    lookUp(1280 + ((low >>> 16) & 255)) ^
    lookUp(1024 + (low >>> 24)) ^
    lookUp(768 + (second & 255)) ^
    lookUp(512 + ((second >>> 8) & 255)) ^
    lookUp(256 + ((second >>> 16) & 255)) ^
    lookUp(second >>> 24)
  );
}

function lookUp(position: number): number {
  return TABLES[position] as number;
}

/** Row n tells what a byte becomes after n more zero bytes ("slicing by 8"). */
function slicingTables(): Int32Array {
  const tables = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const previous = tables[at - 256] as number;
    tables[at] = (tables[previous & 255] as number) ^ (previous >>> 8);
  }
  return tables;
}
