// The headings between the parts of a kv table, as wide as Vault makes them.

export function heading(title: string, width: number): string {
  const wanted = width - title.length - 2;
  const signs = Math.ceil((wanted <= 0 ? 4 : wanted) / 2);
  return `${"=".repeat(signs)} ${title} ${"=".repeat(signs)}\n`;
}

/** Width of a table whose longest key is the longest of `names`. */
export function tableWidth(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => name.length)) + "    Value".length;
}
