/** What LevelDB has against opening a folder, in an operator's words: its own error only says that it failed. */
export function describeOpenError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "LEVEL_LOCKED") return "is in use by another process";
  return `can not be opened: ${cause instanceof Error ? cause.message : String(cause)}`;
}
