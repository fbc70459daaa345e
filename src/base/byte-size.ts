// Sizes as Vault's configuration takes them: bytes, or "32mb" (thousands) and "32MiB" (1024s), in any case.

export type ByteSizeFault = "syntax" | "negative" | "overflow";

const SIZE = /^[ \t]*([+-]?)(\d{1,20})[ \t]?([kmgt]i?b)?[ \t]*$/i;
const BYTES_PER_UNIT: Readonly<Record<string, bigint>> = {
  kb: 1000n,
  mb: 1000n ** 2n,
  gb: 1000n ** 3n,
  tb: 1000n ** 4n,
  kib: 1024n,
  mib: 1024n ** 2n,
  gib: 1024n ** 3n,
  tib: 1024n ** 4n,
};

/** Bytes. "" is 0. More than 2^53 - 1 is `overflow`. */
export function parseByteSize(value: string | number): number | ByteSizeFault {
  if (typeof value === "number") return checked(value);
  if (value === "") return 0;
  const found = SIZE.exec(value);
  if (found === null) return "syntax";
  const size = BigInt(found[2] ?? "0") * (BYTES_PER_UNIT[(found[3] ?? "").toLowerCase()] ?? 1n);
  return checked(Number(found[1] === "-" ? -size : size));
}

/** What to tell the one who wrote it; never repeats what was written. */
export function describeByteSizeFault(fault: ByteSizeFault): string {
  switch (fault) {
    case "syntax":
      return 'must be a size such as "32mb" or "1GiB", or a whole number of bytes';
    case "negative":
      return "cannot be negative";
    case "overflow":
      return "is larger than any size there is";
  }
}

function checked(size: number): number | ByteSizeFault {
  if (!Number.isInteger(size)) return "syntax";
  if (size < 0) return "negative";
  return size > Number.MAX_SAFE_INTEGER ? "overflow" : size;
}
