import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { attempt } from "../../../attempt.ts";
import { CliError } from "../../../cli-error.ts";
import { defineCommand } from "../../../command.ts";
import { switchFlag } from "../../../flags/flag.ts";
import { checkArchive } from "./check-archive.ts";

export const command = defineCommand({
  summary: "Bring all data back from a file",
  usage: "[options] SNAPSHOT_FILE",
  description: [
    "Replaces all data of the cluster with those of a snapshot. The file is checked before anything is sent.",
  ],
  examples: [
    ["Bring the data back:", "operator raft snapshot restore backup.snap"],
    [
      "Into another cluster, which then needs the old one's keys:",
      "operator raft snapshot restore -force backup.snap",
    ],
  ],
  flags: {
    force: switchFlag("Restore even if the snapshot was made with other unseal keys.", { aliases: ["f"] }),
  },
  output: "plain",
  least: 1,
  most: 1,
  predict: ["file"],
  async run(call) {
    const path = call.argument(0);
    await demandSnapshot(path);
    const client = await call.client();
    const sending = client.call({
      method: "POST",
      path: call.flags.force ? "sys/storage/raft/snapshot-force" : "sys/storage/raft/snapshot",
      headers: [["Content-Type", "application/gzip"]],
      body: () => createReadStream(path),
    });
    await attempt(call, "Error installing the snapshot", sending);
    call.say(`Success! Restored the snapshot: ${path}`);
  },
});

async function demandSnapshot(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`Error opening snapshot file: open ${path}: ${error.code ?? error.message}`, 2, error);
  });
  if (!found.isFile()) throw new CliError(`Error opening snapshot file: ${path} is not a file`, 2);
  await checkArchive(createReadStream(path)).catch((error: unknown) => {
    throw new CliError(
      `Error checking the snapshot ${path}: ${error instanceof Error ? error.message : error}`,
      2,
      error,
    );
  });
}
