// Samples of a bench and what they come to.

export interface Samples {
  entries: number;
  totalMs: number;
  /** Not part of the total. */
  prepareMs: number;
  syncMs: number[];
}

export interface Summary {
  entriesPerSecond: number;
  syncP50Ms: number;
  syncP99Ms: number;
}

export function summary(rounds: readonly Samples[]): Summary {
  const rates = rounds.map(rate).sort((a, b) => a - b);
  const syncs = rounds.flatMap((samples) => samples.syncMs).sort((a, b) => a - b);
  return {
    entriesPerSecond: Math.round(percentile(rates, 0.5)),
    syncP50Ms: rounded(percentile(syncs, 0.5)),
    syncP99Ms: rounded(percentile(syncs, 0.99)),
  };
}

/** Round by round, so that a slow moment of the machine does not fall on one side alone. */
export function medianShare(log: readonly Samples[], raw: readonly Samples[]): number {
  const shares = log
    .map((samples, round) => rate(samples) / rate(raw[round] ?? samples))
    .sort((a, b) => a - b);
  return rounded(percentile(shares, 0.5));
}

function rate({ entries, totalMs }: Samples): number {
  return (entries / totalMs) * 1000;
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
