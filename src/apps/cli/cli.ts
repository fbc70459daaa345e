// Finds the command that was asked for, runs it, and turns failures into a message and an exit code.
import { Call } from "./call.ts";
import { CliError } from "./cli-error.ts";
import type { Command } from "./command.ts";
import type { CommandGroup, Entry, ProgramEntry } from "./command-group.ts";
import type { FlagSet } from "./flags/flag.ts";
import { type ParsedFlags, parseFlags } from "./flags/parse-flags.ts";
import { flagsOf } from "./flags-of.ts";
import type { GroupSubject } from "./help/group-help.ts";
import { rootGroup } from "./root-group.ts";
import type { Terminal } from "./terminal.ts";

/** Loads and runs one of the programs that are no client commands. @returns the exit code */
export type StartProgram = (words: readonly string[]) => Promise<number>;

export interface CliOptions {
  readonly program: string;
  readonly terminal: Terminal;
  /** What stands after the program's name. */
  readonly words: readonly string[];
  readonly programs: Readonly<Record<ProgramEntry["program"], StartProgram>>;
}

interface Found {
  readonly path: readonly string[];
  readonly rest: readonly string[];
  readonly command: Command;
}

/** Shells know this code as "command not found". */
const NO_SUCH_COMMAND = 127;
const HELP = new Set(["-h", "--h", "-help", "--help"]);
const VERSION = new Set(["-v", "--v", "-version", "--version"]);

/** @returns the exit code; never throws */
export async function runCli(options: CliOptions): Promise<number> {
  try {
    const special = await specialRun(options);
    if (special !== undefined) return special;
    const found = await find(options);
    return typeof found === "number" ? found : await runCommand(options, found);
  } catch (error) {
    return await report(options, error);
  }
}

/** Completion and its installation come before any command. */
async function specialRun({ program, terminal, words }: CliOptions): Promise<number | undefined> {
  if (terminal.environment.COMP_LINE !== undefined) {
    const { complete } = await import("./completion/complete.ts");
    return await complete(terminal);
  }
  const [first = ""] = words;
  if (/^--?autocomplete-(un)?install$/.test(first)) {
    const { installCompletion } = await import("./completion/install-completion.ts");
    return await installCompletion(program, terminal, first.includes("-un") ? "remove" : "add");
  }
  return undefined;
}

async function find(options: CliOptions): Promise<Found | number> {
  const words = VERSION.has(options.words[0] ?? "") ? ["version"] : options.words;
  let group: CommandGroup = rootGroup;
  for (let depth = 0; ; depth++) {
    const path = words.slice(0, depth);
    const word = words[depth];
    const entry = entryOf(group, word);
    if (entry === undefined)
      return await explain(options.terminal, { program: options.program, path, group }, word);
    const rest = words.slice(depth + 1);
    if ("program" in entry) return await options.programs[entry.program](rest);
    if ("load" in entry)
      return { path: words.slice(0, depth + 1), rest, command: (await entry.load()).command };
    group = (await entry.loadGroup()).group;
  }
}

function entryOf(group: CommandGroup, word: string | undefined): Entry | undefined {
  return word !== undefined && Object.hasOwn(group.entries, word) ? group.entries[word] : undefined;
}

/** The help of a group: asked for on stdout, else on stderr after what was wrong. */
async function explain(terminal: Terminal, subject: GroupSubject, word: string | undefined): Promise<number> {
  const { groupHelp, unknownCommand } = await import("./help/group-help.ts");
  if (word !== undefined && HELP.has(word)) {
    terminal.out(groupHelp(subject));
    return 0;
  }
  if (word !== undefined) terminal.err(unknownCommand(subject, word));
  terminal.err(groupHelp(subject));
  return subject.path.length === 0 ? NO_SUCH_COMMAND : 1;
}

async function runCommand(
  { program, terminal }: CliOptions,
  { path, rest, command }: Found,
): Promise<number> {
  const parsed = parseFlags(flagsOf(command), rest, command.takesData === true);
  if (parsed.wantsHelp) {
    const { commandHelp } = await import("./help/command-help.ts");
    terminal.out(commandHelp({ program, path, command }));
    return 0;
  }
  checkArguments(command, parsed, [program, ...path].join(" "));
  if (parsed.suspicious.length > 0) {
    terminal.err(
      `Command flags must be provided before positional arguments. The following arguments will not be parsed as flags: [${parsed.suspicious.join(",")}]\n`,
    );
  }
  const call = new Call<FlagSet>({
    program,
    terminal,
    flags: parsed.values,
    shared: parsed.values,
    args: parsed.args,
    given: parsed.given,
  });
  try {
    checkFormat(command, call);
    return (await command.run(call)) ?? 0;
  } catch (error) {
    return await reportCommand(call, error);
  } finally {
    await call.close();
  }
}

function checkArguments(command: Command, { args }: ParsedFlags<FlagSet>, name: string): void {
  const { least, most } = command;
  if (args.length >= least && args.length <= most) return;
  const range = most === Number.POSITIVE_INFINITY ? `>=${least}` : `${least}-${most}`;
  const expected = least === most ? String(least) : range;
  const problem = args.length < least ? "Not enough arguments" : "Too many arguments";
  throw new CliError(
    `${problem} (expected ${expected}, got ${args.length}): usage: ${name} ${command.usage}`,
  );
}

/** Before anything is done: a format that cannot be printed must not be found out after a write. */
function checkFormat({ output, extraFormats = [] }: Command, call: Call<FlagSet>): void {
  if (output === "plain") return;
  const { format } = call;
  if ((format !== "raw" && format !== "pretty") || extraFormats.includes(format)) return;
  if (format === "raw") throw new CliError("This command does not support the -format=raw option.");
  throw new CliError("Could not parse output: cannot use the pretty formatter for this type");
}

async function reportCommand(call: Call<FlagSet>, error: unknown): Promise<number> {
  const { ShownRequest } = await import("./dry-run/shown-request.ts");
  if (error instanceof ShownRequest) {
    const { showRequest } = await import("./dry-run/show-request.ts");
    call.say(showRequest(call, error.request));
    return 0;
  }
  if (error instanceof CliError) throw error;
  const { describeFailure, isFailure } = await import("./describe-failure.ts");
  if (!isFailure(error)) throw error;
  throw new CliError(
    describeFailure(error, { program: call.program, hasToken: await call.hasToken() }),
    2,
    error,
  );
}

async function report({ terminal }: CliOptions, error: unknown): Promise<number> {
  // A message may repeat what a server or a file said: it must not drive the terminal either.
  const { escapeControls } = await import("./output/escape-controls.ts");
  if (!(error instanceof CliError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`This is a bug of the command line: ${escapeControls(detail)}\n`);
    return 1;
  }
  if (error.message !== "") terminal.err(`${escapeControls(error.message)}\n`);
  return error.exitCode;
}
