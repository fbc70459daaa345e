import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { JsonObject } from "#client/json-text.ts";
import { CliError } from "../../../cli-error.ts";
import { defineCommand } from "../../../command.ts";
import { printData } from "../../../output/print.ts";
import { checkArchive } from "./check-archive.ts";

export const command = defineCommand({
  summary: "Print what a snapshot file holds, and check it",
  usage: "[options] SNAPSHOT_FILE",
  description: [
    "Checks a snapshot file without a server, and prints when and of what state it was taken. The data in it are encrypted and stay so.",
  ],
  examples: [["Look at a snapshot:", "operator raft snapshot inspect backup.snap"]],
  flags: {},
  output: "fields",
  least: 1,
  most: 1,
  predict: ["file"],
  isLocal: true,
  async run(call) {
    const path = call.argument(0);
    await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new CliError(
        `Error opening snapshot file: open ${path}: ${error.code ?? error.message}`,
        2,
        error,
      );
    });
    const { meta, stateBytes, hasSealedSums } = await checkArchive(createReadStream(path)).catch(
      (error: unknown) => {
        throw new CliError(
          `Error checking the snapshot ${path}: ${error instanceof Error ? error.message : error}`,
          2,
          error,
        );
      },
    );
    const shown: JsonObject = { ...meta, StateBytes: stateBytes, SealedSums: hasSealedSums };
    return await printData(call, shown);
  },
});
