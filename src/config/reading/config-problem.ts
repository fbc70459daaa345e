// What is wrong, doubtful or without effect in a configuration, each told in exactly one line.
import type { HclPosition } from "#base/hcl/ast.ts";

export interface ConfigProblem {
  /** An error refuses the start. A note says that a known key changes nothing here. */
  readonly severity: "error" | "warning" | "note";
  readonly position: HclPosition;
  /** Stanzas and key, such as `listener.tcp.address`; empty when the whole file is meant. */
  readonly field: string;
  /** Never holds a value of the configuration. */
  readonly reason: string;
}

/** `file:line: field: reason`; without the line for what stands in no text. */
export function formatProblem(problem: ConfigProblem): string {
  const { position, field, reason } = problem;
  const place = position.line > 0 ? `${position.source}:${position.line}` : position.source;
  const parts = [place, field, reason].filter((part) => part !== "");
  return parts.join(": ").replace(/\p{Cc}+/gu, " ");
}

/** Gathers problems while a configuration is read, so that one run tells all of them. */
export class ProblemList {
  readonly #problems: ConfigProblem[] = [];

  error(position: HclPosition, field: string, reason: string): void {
    this.#problems.push({ severity: "error", position, field, reason });
  }

  warn(position: HclPosition, field: string, reason: string): void {
    this.#problems.push({ severity: "warning", position, field, reason });
  }

  note(position: HclPosition, field: string, reason: string): void {
    this.#problems.push({ severity: "note", position, field, reason });
  }

  /** In the order of files and lines; the order found where no line is known. */
  of(severity: ConfigProblem["severity"]): readonly ConfigProblem[] {
    const sources = [...new Set(this.#problems.map((problem) => problem.position.source))];
    const rank = ({ position }: ConfigProblem): number =>
      sources.indexOf(position.source) * 1e9 + position.line;
    return this.#problems
      .filter((problem) => problem.severity === severity)
      .sort((a, b) => rank(a) - rank(b));
  }
}
