// Reads source code and says what in it could make its time, or the memory it touches, depend on a secret. What it lets
// through is a list of the allowed, so that a construct nobody thought of is a fault.
import ts from "typescript";

export interface ConstantTimeRules {
  /** Names of functions that may be called: themselves under these rules. */
  calls: readonly string[];
}

const Kind = ts.SyntaxKind;
const ALLOWED_OPERATORS = new Set([
  Kind.CaretToken,
  Kind.AmpersandToken,
  Kind.LessThanLessThanToken,
  Kind.GreaterThanGreaterThanToken,
  Kind.MinusToken,
  Kind.EqualsToken,
  Kind.CaretEqualsToken,
]);
const FORBIDDEN_NODES = new Set([
  Kind.IfStatement,
  Kind.ConditionalExpression,
  Kind.SwitchStatement,
  Kind.WhileStatement,
  Kind.DoStatement,
  Kind.ForInStatement,
  Kind.ForOfStatement,
  Kind.TryStatement,
  Kind.ThrowStatement,
  Kind.BreakStatement,
  Kind.ContinueStatement,
  Kind.PrefixUnaryExpression,
  Kind.PostfixUnaryExpression,
  Kind.NewExpression,
  Kind.TaggedTemplateExpression,
  Kind.TemplateExpression,
  Kind.SpreadElement,
  Kind.ObjectLiteralExpression,
  Kind.ArrayLiteralExpression,
  Kind.ArrowFunction,
  Kind.FunctionExpression,
  Kind.ClassDeclaration,
  Kind.TypeOfExpression,
  Kind.DeleteExpression,
  Kind.AwaitExpression,
  Kind.YieldExpression,
  Kind.ObjectBindingPattern,
  Kind.ArrayBindingPattern,
  Kind.BigIntLiteral,
]);

/** Faults against all rules, one line each: for code whose every value is secret. */
export function constantTimeFaults(source: string, rules: ConstantTimeRules): string[] {
  const faults: string[] = [];
  visit(parse(source), [], (node, counters) => {
    const why = faultOf(node, counters, rules);
    if (why) faults.push(`${why}: ${node.getText().split("\n")[0]}`);
  });
  return faults;
}

/** Faults against the rule of memory alone: indexes are loop counters or literals. */
export function indexFaults(source: string): string[] {
  const faults: string[] = [];
  visit(parse(source), [], (node, counters) => {
    if (hasComputedIndex(node, counters)) faults.push(`computed index: ${node.getText()}`);
  });
  return faults;
}

function parse(source: string): ts.SourceFile {
  return ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
}

/** Walks all nodes but the heads of counting loops, which `counterOf` has judged; knows the counters in scope. */
function visit(
  node: ts.Node,
  counters: readonly string[],
  judge: (node: ts.Node, counters: readonly string[]) => void,
): void {
  judge(node, counters);
  const counter = ts.isForStatement(node) ? counterOf(node) : undefined;
  if (counter !== undefined && ts.isForStatement(node)) {
    visit(node.statement, [...counters, counter], judge);
  } else {
    ts.forEachChild(node, (child) => visit(child, counters, judge));
  }
}

function faultOf(node: ts.Node, counters: readonly string[], rules: ConstantTimeRules): string | undefined {
  if (FORBIDDEN_NODES.has(node.kind)) return "forbidden construct";
  if (ts.isForStatement(node) && counterOf(node) === undefined) return "no plain counting loop";
  if (ts.isBinaryExpression(node)) return binaryFault(node, counters);
  if (hasComputedIndex(node, counters)) return "computed index";
  if (ts.isCallExpression(node) && !isAllowedCall(node, rules)) return "call of something unchecked";
  if (ts.isPropertyAccessChain(node) || ts.isElementAccessChain(node)) return "hidden branch";
  return undefined;
}

function binaryFault(node: ts.BinaryExpression, counters: readonly string[]): string | undefined {
  if (!ALLOWED_OPERATORS.has(node.operatorToken.kind)) return "operator with a branch or a variable time";
  const assigns =
    node.operatorToken.kind === Kind.EqualsToken || node.operatorToken.kind === Kind.CaretEqualsToken;
  if (assigns && counters.includes(node.left.getText())) return "a loop counter is changed";
  return undefined;
}

function hasComputedIndex(node: ts.Node, counters: readonly string[]): boolean {
  const index = indexOf(node);
  if (index === undefined) return false;
  return !isLiteralNumber(index) && !(ts.isIdentifier(index) && counters.includes(index.text));
}

function indexOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return ["at", "get", "charCodeAt", "with"].includes(node.expression.name.text)
    ? node.arguments[0]
    : undefined;
}

function isLiteralNumber(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) || (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand));
}

function isAllowedCall(node: ts.CallExpression, rules: ConstantTimeRules): boolean {
  if (ts.isIdentifier(node.expression)) return rules.calls.includes(node.expression.text);
  return /^\w+\.fill\(0\)$/.test(node.getText());
}

/** `for (let i = <number or x.length - 1>; i < or >= <number or x.length>; i++ or i--)`: its counter's name. */
function counterOf(loop: ts.ForStatement): string | undefined {
  const head = [loop.initializer, loop.condition, loop.incrementor]
    .map((part) => part?.getText() ?? "")
    .join("; ");
  const match =
    /^let (\w+) = (?:\d+|\w+\.length - 1); (\w+) (?:<|>=) (?:\d+|\w+\.length); (\w+)(?:\+\+|--)$/.exec(head);
  return match && match[1] === match[2] && match[1] === match[3] ? match[1] : undefined;
}
