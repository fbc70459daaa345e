// Small changes of operators, made by rule: if nobody notices one, the tests do not know why the operator is there.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";

export interface OperatorMutant {
  readonly file: string;
  readonly line: number;
  /** The line before the change, trimmed. */
  readonly context: string;
  /** Like `< to <=`. */
  readonly change: string;
  /** The whole file, changed. */
  readonly text: string;
}

interface Site {
  readonly from: number;
  readonly to: number;
  readonly replacement: string;
  readonly change: string;
}

const SWAPS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "==="],
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.PlusToken, "-"],
  [ts.SyntaxKind.MinusToken, "+"],
  [ts.SyntaxKind.PlusEqualsToken, "-="],
  [ts.SyntaxKind.MinusEqualsToken, "+="],
]);

/** What only prints is left alone. */
const SKIPPED = /describe-|\/status\.ts$/;

/** The same ones every time: `count` of all that the rules make of the files under `folders`, evenly from each. */
export function drawMutants(repository: string, folders: readonly string[], count: number): OperatorMutant[] {
  const random = new SeededRandom(2026);
  return folders.flatMap((folder, at) => {
    const share = Math.floor((count * (at + 1)) / folders.length) - Math.floor((count * at) / folders.length);
    const all = mutantsUnder(repository, folder);
    const drawn: OperatorMutant[] = [];
    while (drawn.length < share && all.length > 0) drawn.push(...all.splice(random.below(all.length), 1));
    return drawn.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
  });
}

function mutantsUnder(repository: string, folder: string): OperatorMutant[] {
  return globSync(`${folder}/**/*.ts`, { cwd: repository })
    .filter((file) => !SKIPPED.test(file))
    .sort()
    .flatMap((file) => mutantsOf(file, readFileSync(join(repository, file), "utf8")));
}

export function mutantsOf(file: string, text: string): OperatorMutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const sites: Site[] = [];
  const visit = (node: ts.Node): void => {
    if (isAssertion(node) || ts.isTypeNode(node)) return;
    const site = siteOf(node, source);
    if (site !== undefined) sites.push(site);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites.map(({ from, to, replacement, change }) => {
    const line = source.getLineAndCharacterOfPosition(from).line;
    const context = (text.split("\n")[line] ?? "").trim();
    const changed = text.slice(0, from) + replacement + text.slice(to);
    return { file, line: line + 1, context, change, text: changed };
  });
}

/** Assertions say what can not be: without them the same things can not be. */
function isAssertion(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /^(assert|unreachable)$/.test(node.expression.getText());
}

function siteOf(node: ts.Node, source: ts.SourceFile): Site | undefined {
  if (ts.isBinaryExpression(node)) return swapOf(node, source);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return {
      from: node.getStart(source),
      to: node.operand.getStart(source),
      replacement: "",
      change: "! dropped",
    };
  }
  if (ts.isPropertyAccessExpression(node) && node.expression.getText(source) === "Math") {
    const other = node.name.text === "min" ? "max" : node.name.text === "max" ? "min" : undefined;
    if (other === undefined) return undefined;
    const change = `Math.${node.name.text} to Math.${other}`;
    return { from: node.name.getStart(source), to: node.name.getEnd(), replacement: other, change };
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    const [from, to] = [node.getStart(source), node.getEnd()];
    const isTrue = node.kind === ts.SyntaxKind.TrueKeyword;
    return { from, to, replacement: String(!isTrue), change: `${isTrue} to ${!isTrue}` };
  }
  if (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    !isAssertion(node.expression)
  ) {
    if (node.expression.expression.kind === ts.SyntaxKind.SuperKeyword) return undefined;
    return { from: node.getStart(source), to: node.getEnd(), replacement: ";", change: "call dropped" };
  }
  return undefined;
}

function swapOf(node: ts.BinaryExpression, source: ts.SourceFile): Site | undefined {
  const { operatorToken } = node;
  const replacement = SWAPS.get(operatorToken.kind);
  if (replacement === undefined) return undefined;
  const isText = [node.left, node.right].some(
    (side) => ts.isStringLiteral(side) || ts.isTemplateLiteral(side),
  );
  if (isText && (replacement === "-" || replacement === "+")) return undefined;
  const change = `${operatorToken.getText(source)} to ${replacement}`;
  return { from: operatorToken.getStart(source), to: operatorToken.getEnd(), replacement, change };
}
