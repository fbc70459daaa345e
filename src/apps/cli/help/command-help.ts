// `-help` of a command: usage, what it does, examples, every flag.
import type { Command } from "../command.ts";
import type { FlagSet } from "../flags/flag.ts";
import { httpFlags } from "../flags/http-flags.ts";
import { outputFlagsOf } from "../flags-of.ts";
import { exampleHelp } from "./example-help.ts";
import { wrapText } from "./wrap-text.ts";

export interface HelpSubject {
  readonly program: string;
  readonly path: readonly string[];
  readonly command: Command;
}

export function commandHelp({ program, path, command }: HelpSubject): string {
  const usage = `Usage: ${[program, ...path].join(" ")} ${command.usage}`.trimEnd();
  const sections = [
    flagSection("Command Options", command.flags),
    flagSection("Output Options", outputFlagsOf(command)),
    command.isLocal === true ? "" : flagSection("HTTP Options", httpFlags),
  ];
  return `${usage}\n\n${exampleHelp(program, command)}${sections.join("")}`.replace(/\n+$/, "\n");
}

function flagSection(title: string, flags: FlagSet): string {
  const names = Object.keys(flags).sort();
  if (names.length === 0) return "";
  const entries = names.map((name) => {
    const flag = flags[name];
    const value = flag?.placeholder === undefined ? "" : `=${flag.placeholder}`;
    const aliases = (flag?.aliases ?? []).map((alias) => `, -${alias}${value}`).join("");
    return `  -${name}${value}${aliases}\n${wrapText(flag?.help ?? "", "      ")}`;
  });
  return `${title}:\n\n${entries.join("\n")}\n`;
}
