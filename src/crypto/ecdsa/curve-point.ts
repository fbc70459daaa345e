// NIST's curves y² = x³ − 3x + b (SP 800-186 §3.2.1) as far as a public computation needs them: adding two points.
import type { CurveName } from "../asymmetric-key.ts";
import { bigOf, inverse, mod } from "../modular.ts";

export interface Curve {
  name: CurveName;
  prime: bigint;
  order: bigint;
  orderBits: number;
  /** Of a coordinate, and of a number below the order. */
  bytes: number;
}

export interface Point {
  x: bigint;
  y: bigint;
}

export const CURVES: Readonly<Record<CurveName, Curve>> = {
  "P-256": {
    name: "P-256",
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    orderBits: 256,
    bytes: 32,
  },
  "P-384": {
    name: "P-384",
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    orderBits: 384,
    bytes: 48,
  },
  "P-521": {
    name: "P-521",
    prime: 2n ** 521n - 1n,
    order:
      0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    orderBits: 521,
    bytes: 66,
  },
};

/** Of an uncompressed point: 4 ‖ x ‖ y (SEC 1 §2.3.4). */
export function pointOf(bytes: Uint8Array): Point {
  const half = (bytes.length - 1) / 2;
  return { x: bigOf(bytes.subarray(1, 1 + half)), y: bigOf(bytes.subarray(1 + half)) };
}

/** a + b (SEC 1 §2.2.1); `undefined` is the point at infinity. Not for secret points. */
export function affineSum({ prime: p }: Curve, a: Point, b: Point): Point | undefined {
  if (a.x === b.x && mod(a.y + b.y, p) === 0n) return undefined;
  const slope =
    a.x === b.x ? (3n * a.x * a.x - 3n) * inverse(2n * a.y, p) : (b.y - a.y) * inverse(b.x - a.x, p);
  const x = mod(slope * slope - a.x - b.x, p);
  return { x, y: mod(slope * (a.x - x) - a.y, p) };
}
