// Picks what to run: the server, a local cluster, or a client command. Nothing is loaded before it is picked.
import { runCli } from "#apps/cli/cli.ts";
import { ProcessTerminal } from "#apps/cli/process-terminal.ts";

const program = process.env.COFFER_PROGRAM || "coffer";
// Also hides the arguments from `ps`: they may hold secrets.
process.title = program;

process.exitCode = await runCli({
  program,
  terminal: new ProcessTerminal(),
  words: process.argv.slice(2),
  programs: {
    server: async (words) => (await import("#apps/server/server-command.ts")).run(words),
    local: async (words) => (await import("#apps/local/local-command.ts")).run(words),
  },
});
