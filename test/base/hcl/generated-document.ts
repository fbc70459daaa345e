// biome-ignore-all lint/suspicious/noTemplateCurlyInString: HCL's own placeholders, as text
// Random HCL and JSON documents that Go's parser accepts, from a seed, in every style people write them.

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 ≤ n < sides (mulberry32). */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.roll(choices.length)] ?? choices[0];
  }

  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }
}

const WORDS = ["path", "listener", "tcp", "a", "retry_join", "x-y.z", "_under", "ünicode", "k9"] as const;
const TEXTS = [
  "",
  "plain",
  "two words",
  'q\\"uote',
  "tab\\tnew\\nline",
  "back\\\\slash",
  "\\u00e9\\U0001F600\\x41\\101",
  "${interpolated}",
  'a ${ b { c } "d" } e',
  "{{identity.entity.id}}",
  "# no comment // here /* either */",
  "日本語",
  "$ {",
  "$$",
] as const;
const NUMBERS = [
  "0",
  "7",
  "-12",
  "2147483647",
  "0x1f",
  "0XFF",
  "017",
  "1.5",
  "-0.25",
  "1e3",
  "2E-2",
  "6.02e5",
  ".5",
  "3.",
] as const;
const BLANKS = [" ", "  ", "\t", " /* c */ ", "\n", " # c\n", "\n// c\n", "\r\n"] as const;

export function generateHcl(seed: number): string {
  const dice = new Dice(seed);
  return items(dice, 3, dice.roll(8));
}

function items(dice: Dice, depth: number, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) {
    // Argument names carry a number: given twice they are refused. Block names come again on purpose.
    text +=
      dice.chance(55) || depth === 0
        ? `${quoteMaybe(dice, `arg${i}`)}${gap(dice)}=${gap(dice)}${value(dice, depth)}`
        : block(dice, depth);
    text += dice.chance(20) ? `,${gap(dice)}` : dice.chance(80) ? "\n" : "   ";
  }
  return text;
}

function block(dice: Dice, depth: number): string {
  let text = quoteMaybe(dice, `block_${dice.roll(3)}`);
  for (let i = dice.roll(3); i > 0; i--) text += `${gap(dice)} ${quoteMaybe(dice, dice.pick(WORDS))}`;
  return `${text}${gap(dice)}{${gap(dice)}${items(dice, depth - 1, dice.roll(4))}}`;
}

function value(dice: Dice, depth: number): string {
  switch (dice.roll(depth > 0 ? 8 : 5)) {
    case 0:
    case 1:
      return `"${dice.pick(TEXTS)}"`;
    case 2:
      return dice.pick(NUMBERS);
    case 3:
      return dice.pick(["true", "false"]);
    case 4:
      return heredoc(dice);
    case 5:
      return `{${gap(dice)}${items(dice, depth - 1, dice.roll(3))}}`;
    default:
      return list(dice, depth);
  }
}

function list(dice: Dice, depth: number): string {
  const values: string[] = [];
  for (let i = dice.roll(4); i > 0; i--) values.push(value(dice, depth - 1));
  const trailing = values.length > 0 && dice.chance(30) ? "," : "";
  return `[${gap(dice)}${values.join(`${gap(dice)},${gap(dice)}`)}${trailing}${gap(dice)}]`;
}

function heredoc(dice: Dice): string {
  const indent = dice.pick(["", "  ", "\t"]);
  // Go's parser misses an unindented end of the indented form: see "what differs".
  const dash = indent !== "" && dice.chance(60) ? "-" : "";
  let text = `<<${dash}EOT\n`;
  for (let i = dice.roll(4); i > 0; i--) {
    text += `${dice.chance(80) ? indent : ""}${dice.pick(["", "line", "  more ", "${x}", "EOTX", "a\tb"])}\n`;
  }
  return `${text}${indent}EOT\n`;
}

function quoteMaybe(dice: Dice, name: string): string {
  return dice.chance(30) ? `"${name}"` : name;
}

function gap(dice: Dice): string {
  return dice.chance(60) ? " " : dice.pick(BLANKS);
}

export function generateJson(seed: number): string {
  const dice = new Dice(seed);
  return JSON.stringify(jsonObject(dice, 4), undefined, dice.roll(3));
}

function jsonObject(dice: Dice, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let i = dice.roll(5); i > 0; i--) object[`${dice.pick(WORDS)}${i}`] = jsonValue(dice, depth);
  return object;
}

function jsonValue(dice: Dice, depth: number): unknown {
  if (depth > 0 && dice.chance(50)) {
    if (dice.chance(50)) return jsonObject(dice, depth - 1);
    const ofObjects = dice.chance(50);
    return Array.from({ length: dice.roll(4) }, () =>
      ofObjects ? jsonObject(dice, depth - 1) : jsonElement(dice),
    );
  }
  return dice.chance(20) ? dice.chance(50) : jsonElement(dice);
}

/** No truths in lists: Go's JSON loses them, see "what differs". */
function jsonElement(dice: Dice): unknown {
  return dice.pick<unknown>(["", "text", 'a"b\\c\n', "é日", 0, 12, -3, 1.5, "${x}"]);
}
