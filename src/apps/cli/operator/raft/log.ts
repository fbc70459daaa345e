import { existsSync } from "node:fs";
import { join } from "node:path";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { describeLog, LOG_REFUSED } from "#storage/log/describe-log.ts";
import { CliError } from "../../cli-error.ts";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
  summary: "Print what a node's Raft log holds",
  usage: "[options] DATA_DIRECTORY",
  description: [
    "Prints the records of a node's Raft log: terms, votes, entries, acknowledgements, and damage with its file and offset. Reads files only: no server is asked, and nothing is changed. What entries hold is encrypted, and is not printed.",
    "The exit code is 2 when the node would refuse to start from this log.",
  ],
  examples: [["Look at the log of a node that does not start:", "operator raft log /var/lib/coffer"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["file"],
  isLocal: true,
  async run(call) {
    const given = call.argument(0);
    const inside = join(given, "log");
    const directory = existsSync(inside) ? inside : given;
    if (!existsSync(directory)) throw new CliError(`there is no directory ${given}`, 1);
    let isRefused = false;
    try {
      for (const line of describeLog(new NodeDisk(), directory)) {
        isRefused = line.startsWith(LOG_REFUSED);
        call.terminal.out(`${line}\n`);
      }
    } catch (error) {
      throw new CliError(error instanceof Error ? error.message : String(error), 1, error);
    }
    return isRefused ? 2 : 0;
  },
});
