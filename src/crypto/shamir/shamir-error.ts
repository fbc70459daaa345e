/** What is wrong with a split or with a set of shares. */
export type ShamirProblem =
  | "share-counts"
  | "empty-secret"
  | "no-shares"
  | "share-too-short"
  | "unequal-lengths"
  | "zero-coordinate"
  | "duplicate-coordinate";

/** Shares that cannot be made or put together. The message never holds a byte of them. */
export class ShamirError extends Error {
  readonly problem: ShamirProblem;

  constructor(problem: ShamirProblem, message: string) {
    super(message);
    this.name = "ShamirError";
    this.problem = problem;
  }
}
