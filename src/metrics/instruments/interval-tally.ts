/** What a timer measured in one interval: what Vault's JSON form tells of a metric. */
export interface IntervalTally {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly min: number;
  readonly max: number;
}

export const NO_TALLY: IntervalTally = { count: 0, sum: 0, sumOfSquares: 0, min: 0, max: 0 };

export function addTallies(a: IntervalTally, b: IntervalTally): IntervalTally {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    sumOfSquares: a.sumOfSquares + b.sumOfSquares,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  };
}
