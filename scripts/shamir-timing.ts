// Does combining shares take a time that depends on the secret? Reparaz, Balasch and Verbauwhede's test ("Dude, is my
// code constant time?", DATE 2017): two classes of secrets, one fixed and one random, measured in random order; Welch's
// t over the times, whole and with the slowest tails cut. |t| ≥ 4.5 says that the classes differ.
// Run on a quiet machine: scripts/node scripts/shamir-timing.ts [combines = 1000000] [--leaky]
// and with --no-opt --no-maglev --no-sparkplug before the script's name: a server combines once, in the interpreter.
// `--leaky` measures a multiplication with early exits instead, to show that the test finds what it looks for.

import { randomBytes } from "#crypto/secure-random.ts";
import { combineShares } from "#crypto/shamir/combine-shares.ts";
import { splitSecret } from "#crypto/shamir/split-secret.ts";

const SECRET_BYTES = 32;
const COUNTS = { shares: 3, threshold: 3 };
/** One reading of the clock covers so many combines: they take a few microseconds each. */
const COMBINES_A_READING = 4;
const INPUTS_A_BATCH = 2_000;
const WARM_UP_BATCHES = 5;
const ZEROS = new Uint8Array(SECRET_BYTES);
const KEPT_SHARES = [1, 0.99, 0.95, 0.9, 0.75, 0.5];
const LIMIT = 4.5;

type Combine = (shares: readonly Uint8Array[]) => Uint8Array;

/** What not to do: as many steps as the bits of the values say. */
const combineLeaky: Combine = (shares) => {
  const sum = new Uint8Array(SECRET_BYTES);
  for (const share of shares) {
    for (let at = 0; at < SECRET_BYTES; at++) {
      for (let left = share[at] ?? 0; left > 0; left >>= 1) {
        if (left & 1) sum[at] = (sum[at] ?? 0) ^ left;
      }
    }
  }
  return sum;
};

interface Input {
  fixed: boolean;
  shares: readonly Uint8Array[];
}

const coordinates = splitSecret(new Uint8Array(SECRET_BYTES), COUNTS).map((share) => share.at(-1) ?? 0);

/**
 * Shares at the same coordinates always: only the values, the secret part, differ between the classes. Both classes are
 * made by the same steps, or else the test finds which memory was touched last.
 */
function makeInput(): Input {
  const fixed = (randomBytes(1)[0] ?? 0) < 128;
  const shares = coordinates.map((x) => {
    const drawn = randomBytes(SECRET_BYTES);
    const share = new Uint8Array(SECRET_BYTES + 1).fill(x);
    share.set(fixed ? ZEROS : drawn);
    return share;
  });
  return { fixed, shares };
}

function measureBatch(combine: Combine, times: { fixed: number[]; random: number[] }): void {
  const inputs = Array.from({ length: INPUTS_A_BATCH }, makeInput);
  for (const { fixed, shares } of inputs) {
    const start = performance.now();
    for (let run = 0; run < COMBINES_A_READING; run++) combine(shares);
    (fixed ? times.fixed : times.random).push(performance.now() - start);
  }
}

function welchT(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [moments(a), moments(b)];
  return (first.mean - second.mean) / Math.sqrt(first.variance / a.length + second.variance / b.length);
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

const words = process.argv.slice(2);
const combines = Number(words.find((word) => /^\d+$/.test(word)) ?? 1_000_000);
const combine = words.includes("--leaky") ? combineLeaky : combineShares;

for (let batch = 0; batch < WARM_UP_BATCHES; batch++) measureBatch(combine, { fixed: [], random: [] });
const times = { fixed: [] as number[], random: [] as number[] };
const batches = Math.ceil(combines / (INPUTS_A_BATCH * COMBINES_A_READING));
for (let batch = 0; batch < batches; batch++) measureBatch(combine, times);

const all = [...times.fixed, ...times.random].sort((a, b) => a - b);
let worst = 0;
for (const kept of KEPT_SHARES) {
  const limit = all[Math.ceil(all.length * kept) - 1] ?? Number.POSITIVE_INFINITY;
  const t = welchT(
    times.fixed.filter((time) => time <= limit),
    times.random.filter((time) => time <= limit),
  );
  worst = Math.max(worst, Math.abs(t));
  console.log(`fastest ${String(kept * 100).padStart(3)} %: t = ${t.toFixed(2)}`);
}
const micros = ((moments(all).mean / COMBINES_A_READING) * 1000).toFixed(2);
console.log(
  `${all.length * COMBINES_A_READING} combines of 3 shares, ${micros} µs each, worst |t| = ${worst.toFixed(2)}`,
);
console.log(worst < LIMIT ? "no difference found" : `the classes differ (|t| ≥ ${LIMIT})`);
process.exitCode = worst < LIMIT ? 0 : 1;
