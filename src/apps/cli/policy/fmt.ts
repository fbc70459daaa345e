import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { HclError } from "#base/hcl/hcl-error.ts";
import { CliError } from "../cli-error.ts";
import { defineCommand } from "../command.ts";
import { formatHcl } from "./format-hcl.ts";

export const command = defineCommand({
  summary: "Format a policy file",
  usage: "[options] PATH",
  description: [
    "Rewrites a local policy file in the usual form: indented, with aligned arguments. Comments stay where they are.",
  ],
  examples: [["Format a file:", "policy fmt my-policy.hcl"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["file"],
  isLocal: true,
  async run(call) {
    const path = call.argument(0).trim();
    const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      throw new CliError(`Error reading source file: open ${path}: ${error.code ?? error.message}`, 1, error);
    });
    const formatted = format(text);
    if (formatted !== text) await replaceFile(path, formatted);
    call.say(`Success! Formatted policy: ${path}`);
  },
});

/** @throws CliError that names the place */
function format(text: string): string {
  try {
    return formatHcl(text);
  } catch (error) {
    if (error instanceof HclError) throw new CliError(`Failed to parse policy: ${error.message}`, 1, error);
    throw error;
  }
}

/** Whole or not at all: a policy file must not be lost to a full disk. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.part`;
  try {
    const { mode } = await stat(path);
    await writeFile(temporary, text, { mode: mode & 0o777, flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CliError(`Error writing ${path}: ${error instanceof Error ? error.message : error}`, 1, error);
  }
}
