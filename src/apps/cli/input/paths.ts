// Paths as people write them: with or without slashes at their ends.

export function cleanPath(path: string): string {
  return path.trim().replace(/^\/+/, "").replace(/\/+$/, "");
}

/** A mount's: with a slash at its end, none before it. */
export function mountPath(path: string): string {
  return `${cleanPath(path)}/`;
}
