import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { attempt } from "../../../attempt.ts";
import type { Call } from "../../../call.ts";
import { CliError } from "../../../cli-error.ts";
import { defineCommand } from "../../../command.ts";
import type { FlagSet } from "../../../flags/flag.ts";
import { checkArchive } from "./check-archive.ts";

export const command = defineCommand({
  summary: "Save all data to a file",
  usage: "[options] SNAPSHOT_FILE",
  description: [
    "Saves all data of the cluster to a file, encrypted as they are stored. The file appears under its name only when all of it has arrived, was checked and is on disk.",
  ],
  examples: [["Save:", "operator raft snapshot save backup.snap"]],
  flags: {},
  output: "plain",
  least: 1,
  most: 1,
  predict: ["file"],
  async run(call) {
    const path = call.argument(0);
    const temporary = `${path}.part`;
    try {
      const bytes = await download(call, temporary);
      const { meta } = await checkArchive(createReadStream(temporary));
      await rename(temporary, path);
      await syncDirectory(path);
      call.say(
        `Success! Saved the snapshot at index ${String(meta.Index ?? meta.index ?? "?")} (${bytes} bytes) to: ${path}`,
      );
    } catch (error) {
      await rm(temporary, { force: true });
      if (error instanceof CliError || !(error instanceof Error) || error.name === "ShownRequest")
        throw error;
      throw new CliError(`Error taking the snapshot: ${error.message}`, 2, error);
    }
  },
});

async function download(call: Call<FlagSet>, path: string): Promise<number> {
  const client = await call.client();
  const request = { method: "GET", path: "sys/storage/raft/snapshot" };
  const stream = await attempt(call, "Error taking the snapshot", client.stream(request));
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  await pipeline(stream, file);
  return file.bytesWritten;
}

/** The new name is durable only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
