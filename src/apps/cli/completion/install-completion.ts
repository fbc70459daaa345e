// -autocomplete-install and -uninstall: one line in the start-up files of bash and zsh, one file for fish.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal.ts";

interface ShellFile {
  readonly path: string;
  readonly lines: readonly string[];
  /** The whole file is ours. */
  readonly isOwn: boolean;
}

/** @returns the exit code */
export async function installCompletion(
  program: string,
  terminal: Terminal,
  wish: "add" | "remove",
): Promise<number> {
  const files = await shellFiles(program, terminal);
  if (files.length === 0)
    throw new CliError("no start-up file of bash, zsh or fish was found: nothing to do");
  const changed: string[] = [];
  for (const file of files) {
    if (await change(file, wish)) changed.push(file.path);
  }
  if (changed.length === 0) {
    throw new CliError(wish === "add" ? "completion is already installed" : "completion is not installed");
  }
  for (const path of changed)
    terminal.out(`${wish === "add" ? "Installed completion in" : "Removed completion from"} ${path}\n`);
  if (wish === "add") terminal.out("It works in shells that you open from now on.\n");
  return 0;
}

async function shellFiles(program: string, { homeDirectory }: Terminal): Promise<ShellFile[]> {
  // The launcher that the user calls, by its whole path: the shell runs it at every completion.
  const launcher = resolve(import.meta.dirname, "../../../../bin", program);
  const bash = { lines: [`complete -C ${launcher} ${program}`], isOwn: false };
  const files: ShellFile[] = [];
  for (const name of [".bashrc", ".bash_profile"]) {
    const path = join(homeDirectory, name);
    if ((await textOf(path)) !== undefined) {
      files.push({ path, ...bash });
      break;
    }
  }
  const zshrc = join(homeDirectory, ".zshrc");
  if ((await textOf(zshrc)) !== undefined) {
    const lines = [
      "autoload -U +X bashcompinit && bashcompinit",
      `complete -o nospace -C ${launcher} ${program}`,
    ];
    files.push({ path: zshrc, lines, isOwn: false });
  }
  const fish = join(homeDirectory, ".config", "fish");
  if ((await textOf(join(fish, "config.fish"))) !== undefined) {
    files.push({
      path: join(fish, "completions", `${program}.fish`),
      lines: fishLines(program, launcher),
      isOwn: true,
    });
  }
  return files;
}

function fishLines(program: string, launcher: string): string[] {
  const name = `__complete_${program}`;
  return [
    `function ${name}`,
    "    set -lx COMP_LINE (commandline -cp)",
    '    test -z (commandline -ct); and set COMP_LINE "$COMP_LINE "',
    `    ${launcher}`,
    "end",
    `complete -f -c ${program} -a "(${name})"`,
  ];
}

/** @returns whether anything had to be done */
async function change({ path, lines, isOwn }: ShellFile, wish: "add" | "remove"): Promise<boolean> {
  const text = await textOf(path);
  const present = text !== undefined && lines.every((line) => text.split("\n").includes(line));
  if (present === (wish === "add")) return false;
  if (isOwn && wish === "remove") await rm(path, { force: true });
  else if (isOwn) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${lines.join("\n")}\n`);
  } else
    await writeFile(path, wish === "add" ? withLines(text ?? "", lines) : withoutLine(text ?? "", lines));
  return true;
}

function withLines(text: string, lines: readonly string[]): string {
  const missing = lines.filter((line) => !text.split("\n").includes(line));
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}${missing.join("\n")}\n`;
}

/** Only the line that is certainly ours: others may use bashcompinit too. */
function withoutLine(text: string, lines: readonly string[]): string {
  const ours = lines.at(-1);
  return text
    .split("\n")
    .filter((line) => line !== ours)
    .join("\n");
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new CliError(`cannot read ${path}: ${error.code ?? error.message}`, 1, error);
  });
}
