// HCL cut into pieces of its own text, comments included: what a formatter needs and the parser throws away.

export type HclPieceKind = "comment" | "string" | "heredoc" | "word" | "punctuation";

export interface HclPiece {
  readonly kind: HclPieceKind;
  /** As written; a comment without blanks at its end. */
  readonly text: string;
  /** Line ends between the piece before and this one. */
  readonly linesBefore: number;
}

const PATTERNS: readonly (readonly [HclPieceKind, RegExp])[] = [
  ["comment", /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y],
  ["heredoc", /<<-?([\p{L}\p{Nd}_.-]+)[^\n]*\n(?:[^\n]*\n)*?[ \t]*\1(?=\s|$)/uy],
  ["string", /"(?:\\[\s\S]|\$\{[^}]*\}|[^"\\])*"/y],
  ["punctuation", /[{}[\],=]/y],
  ["word", /[^\s{}[\],="#]+/y],
];

/** @param text already parsed without an error, with unix line ends */
export function hclPieces(text: string): HclPiece[] {
  const pieces: HclPiece[] = [];
  let offset = 0;
  let linesBefore = 0;
  while (offset < text.length) {
    const blank = /\s*/y;
    blank.lastIndex = offset;
    const skipped = blank.exec(text)?.[0] ?? "";
    linesBefore = skipped.split("\n").length - 1;
    offset += skipped.length;
    if (offset >= text.length) break;
    const piece = pieceAt(text, offset);
    pieces.push({ kind: piece.kind, text: piece.text.trimEnd(), linesBefore });
    offset += piece.text.length;
  }
  return pieces;
}

function pieceAt(text: string, offset: number): { kind: HclPieceKind; text: string } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && found !== "") return { kind, text: found };
  }
  return { kind: "word", text: text[offset] ?? "" };
}
