// JSON text to the bytes of an answer, out of node's pool: memory of its own for each would cost as much as the rest.
import type { JsonText } from "#base/json/write-json.ts";

export function jsonBody(text: JsonText): Uint8Array {
  const pieces = text.pieces();
  let room = 0;
  for (const piece of pieces) room += typeof piece === "string" ? Buffer.byteLength(piece) : piece.length;
  const whole = Buffer.allocUnsafe(room);
  let at = 0;
  for (const piece of pieces) {
    if (typeof piece === "string") at += whole.write(piece, at);
    else {
      whole.set(piece, at);
      at += piece.length;
    }
  }
  return whole;
}
