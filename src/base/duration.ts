// Durations as Vault takes and shows them: Go's ("1h30m", "250ms", "1.5h"), bare seconds, whole days ("7d").

/** Why a duration was refused. Vault knows none below zero or beyond Go's 292 years. */
export type DurationFault = "syntax" | "negative" | "overflow";

const NANOSECONDS_PER_UNIT: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n, // U+00B5, micro sign
  μs: 1_000n, // U+03BC, Greek mu
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const NANOSECONDS_PER_SECOND = 1_000_000_000n;
const NANOSECONDS_PER_DAY = 86_400n * NANOSECONDS_PER_SECOND;
/** Go's time.Duration is a signed 64-bit count of nanoseconds. */
const LONGEST_NANOSECONDS = 2n ** 63n - 1n;
/** Beyond any sensible spelling; keeps big integers small. */
const MAX_LENGTH = 64;

const WHOLE = /^([+-]?)(\d+)(d?)$/;
const GO_DURATION = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const GO_PART = /(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g;

/** Whole seconds, the rest cut off. A number counts seconds; "" is 0. */
export function parseDurationSeconds(value: string | number): number | DurationFault {
  return inUnits(value, NANOSECONDS_PER_SECOND);
}

/** Whole milliseconds, the rest cut off. A number counts seconds; "" is 0. */
export function parseDurationMs(value: string | number): number | DurationFault {
  return inUnits(value, 1_000_000n);
}

/** What to tell the one who wrote it; never repeats what was written. */
export function describeDurationFault(fault: DurationFault): string {
  switch (fault) {
    case "syntax":
      return 'must be a duration such as "30s", "1h30m" or "7d", or a whole number of seconds';
    case "negative":
      return "cannot be negative";
    case "overflow":
      return "is longer than 292 years";
  }
}

function inUnits(value: string | number, nanosecondsPerUnit: bigint): number | DurationFault {
  const nanoseconds = typeof value === "number" ? ofSeconds(value) : parseNanoseconds(value);
  if (typeof nanoseconds === "string") return nanoseconds;
  if (nanoseconds < 0n) return "negative";
  if (nanoseconds > LONGEST_NANOSECONDS) return "overflow";
  return Number(nanoseconds / nanosecondsPerUnit);
}

function ofSeconds(seconds: number): bigint | DurationFault {
  return Number.isInteger(seconds) ? BigInt(seconds) * NANOSECONDS_PER_SECOND : "syntax";
}

function parseNanoseconds(text: string): bigint | DurationFault {
  if (text === "") return 0n;
  if (text.length > MAX_LENGTH) return "syntax";
  const whole = WHOLE.exec(text);
  if (whole !== null) {
    const unit = whole[3] === "d" ? NANOSECONDS_PER_DAY : NANOSECONDS_PER_SECOND;
    return signed(whole[1], BigInt(whole[2] ?? "0") * unit);
  }
  const parts = GO_DURATION.exec(text);
  if (parts === null) return "syntax";
  let total = 0n;
  for (const [, integer, fraction, unit] of (parts[2] ?? "").matchAll(GO_PART)) {
    total += partNanoseconds(integer ?? "", fraction ?? "", unit ?? "");
  }
  return signed(parts[1], total);
}

function partNanoseconds(integer: string, fraction: string, unit: string): bigint {
  const scale = NANOSECONDS_PER_UNIT[unit] ?? 0n;
  const digits = BigInt(integer + fraction || "0");
  return (digits * scale) / 10n ** BigInt(fraction.length);
}

function signed(sign: string | undefined, size: bigint): bigint {
  return sign === "-" ? -size : size;
}

/** As Go prints it: "768h0m0s", "1m30s", "250ms", "0s". */
export function formatDuration(milliseconds: number): string {
  const nanoseconds = BigInt(Math.round(Math.abs(milliseconds) * 1e6));
  const sign = milliseconds < 0 && nanoseconds > 0n ? "-" : "";
  return sign + (nanoseconds < NANOSECONDS_PER_SECOND ? formatSmall(nanoseconds) : formatLarge(nanoseconds));
}

/** As Vault's command line shows it, empty minutes and seconds left out: "768h", "1h30m", "1h5s". */
export function formatDurationShort(milliseconds: number): string {
  return formatDuration(milliseconds).replace(/m0s$/, "m").replace("h0m", "h");
}

function formatSmall(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  for (const unit of ["ms", "µs"] as const) {
    const scale = NANOSECONDS_PER_UNIT[unit] ?? 1n;
    if (nanoseconds >= scale) return decimal(nanoseconds, scale) + unit;
  }
  return `${nanoseconds}ns`;
}

function formatLarge(nanoseconds: bigint): string {
  const minutes = nanoseconds / (NANOSECONDS_PER_UNIT.m ?? 1n);
  const seconds = `${decimal(nanoseconds % (NANOSECONDS_PER_UNIT.m ?? 1n), NANOSECONDS_PER_SECOND)}s`;
  if (minutes === 0n) return seconds;
  return minutes < 60n ? `${minutes}m${seconds}` : `${minutes / 60n}h${minutes % 60n}m${seconds}`;
}

function decimal(size: bigint, scale: bigint): string {
  const digits = (size % scale).toString().padStart(scale.toString().length - 1, "0");
  const fraction = digits.replace(/0+$/, "");
  return `${size / scale}${fraction === "" ? "" : `.${fraction}`}`;
}
