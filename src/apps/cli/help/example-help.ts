// The part that groups and commands have in common: what it is for, and examples to copy.
import { wrapText } from "./wrap-text.ts";

export interface Explained {
  readonly description: readonly string[];
  readonly examples: readonly (readonly [purpose: string, line: string])[];
}

export function exampleHelp(program: string, { description, examples }: Explained): string {
  const paragraphs = description.map((text) => `${wrapText(text, "  ")}\n`);
  const shown = examples.map(([purpose, line]) => {
    // An example may pipe something in front of the program: `{program}` says where it stands.
    const command = line.includes("{program}") ? line.replaceAll("{program}", program) : `${program} ${line}`;
    return `${wrapText(purpose, "  ")}\n      $ ${command}\n\n`;
  });
  return [...paragraphs, ...shown].join("");
}
