// Times as Go writes them (RFC3339Nano): UTC, fraction without trailing zeros.

/** @param timeMs milliseconds since the Unix epoch; may have a fraction */
export function formatRfc3339(timeMs: number): string {
  const text = new Date(Math.floor(timeMs)).toISOString();
  return text.replace(/\.?0*Z$/, "Z");
}

/** Milliseconds since the Unix epoch, or `undefined` when `text` is no RFC3339 time. */
export function parseRfc3339(text: string): number | undefined {
  const isFormed = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text);
  const timeMs = isFormed ? Date.parse(text) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
