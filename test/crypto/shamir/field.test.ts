import assert from "node:assert/strict";
import { test } from "node:test";
import { inverse, multiply } from "#crypto/shamir/field.ts";

/** The textbook way, on purpose with branches: long multiplication of polynomials, then long division. */
function multiplyByDefinition(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) if (b & (1 << bit)) product ^= a << bit;
  for (let degree = 15; degree >= 8; degree--) if (product & (1 << degree)) product ^= 0x11b << (degree - 8);
  return product;
}

test("every product of two bytes is the one of the definition", () => {
  for (let a = 0; a < 256; a++) {
    for (let b = 0; b < 256; b++) assert.equal(multiply(a, b), multiplyByDefinition(a, b), `${a} · ${b}`);
  }
});

test("the worked examples of FIPS 197 section 4.2 come out", () => {
  assert.equal(multiply(0x57, 0x83), 0xc1);
  assert.equal(multiply(0x57, 0x13), 0xfe);
  assert.equal(inverse(0x53), 0xca);
});

test("every non-zero byte times its inverse is one, and zero's inverse is zero", () => {
  for (let a = 1; a < 256; a++) assert.equal(multiply(a, inverse(a)), 1, `inverse of ${a}`);
  assert.equal(inverse(0), 0);
});
