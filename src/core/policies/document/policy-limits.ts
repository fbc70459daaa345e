/** Bounds on a policy, checked before the work is done that they bound (security.md §5 A5, A6). */
export const POLICY_LIMITS = {
  /** UTF-16 units of the text; half of what one log entry holds. */
  maxTextLength: 512 * 1024,
  maxRules: 10_000,
  /** Objects and lists inside one another. */
  maxDepth: 16,
  /** Of a rule's path, as long as the longest path of a request. */
  maxPathLength: 32_768,
  /** Rules of one caller's policies together. */
  maxRulesOfSet: 50_000,
} as const;
