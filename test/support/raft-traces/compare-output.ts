// Whether a command gave the output its trace wants. Lines of log text are no part of the comparison: the core has
// no logger.

const LOG_LINE = /^\s*(DEBUG|INFO|WARN|ERROR) /;

/** What differs, or `undefined`. A command without output says "ok"; so does one whose output was all log text. */
export function compareOutput(expected: readonly string[], actual: string): string | undefined {
  const wanted = comparable(expected);
  const got = comparable(actual.split("\n"));
  if (wanted.join("\n") === got.join("\n")) return undefined;
  return ["wanted:", ...wanted.map((line) => `  ${line}`), "got:", ...got.map((line) => `  ${line}`)].join(
    "\n",
  );
}

function comparable(lines: readonly string[]): string[] {
  const kept = lines.filter((line) => !LOG_LINE.test(line)).map((line) => line.trimEnd());
  while (kept.at(-1) === "") kept.pop();
  return kept.length === 0 ? ["ok"] : kept;
}
