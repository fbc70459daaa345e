// HCL's numbers: decimal, 0x…, octal with a leading zero as in C, fractions and exponents.

/** Where a number begins; what follows must not be a letter or digit. */
export const NUMBER_PATTERN =
  /-?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)|\.\d+(?:[eE][+-]?\d+)?/y;

/** The number that `text`, matched by NUMBER_PATTERN, stands for; `undefined` when there is none. */
export function numberOf(text: string): number | undefined {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  const size = magnitudeOf(digits);
  if (size === undefined || !Number.isFinite(size)) return undefined;
  return negative ? -size : size;
}

function magnitudeOf(digits: string): number | undefined {
  if (/^0[xX]/.test(digits)) return Number.parseInt(digits.slice(2), 16);
  if (/^0\d+$/.test(digits)) return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
  return Number(digits);
}
