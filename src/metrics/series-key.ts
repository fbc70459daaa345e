import type { Labels } from "./reading.ts";

/** One text for a name and its labels, whatever their order. */
export function seriesKey(name: string, labels: Labels): string {
  const names = Object.keys(labels);
  if (names.length === 0) return name;
  return `${name}\n${names
    .sort()
    .map((label) => `${label}=${labels[label]}`)
    .join("\n")}`;
}
