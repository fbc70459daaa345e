// Which versions this cluster has run, and since when: the leader notes its own the first time it leads with it.

import { formatRfc3339 } from "#base/rfc3339.ts";
import type { AnyPath } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { StateCache } from "../state-cache.ts";
import { systemPath, systemReads } from "../system-path.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";

export interface RunVersion {
  /** As clients see it. */
  version: string;
  buildDate: string;
}

interface Installed extends RunVersion {
  installedAtMs: number;
}

const HISTORY_KEY = storageKey("core", "root", "version-history");
const historyRecord = jsonRecord<{ versions: readonly Installed[] }>("version-history", 1);
/** Upgrades of decades; the oldest go. */
const MAX_VERSIONS = 1000;

/** Notes the version if it is not the newest noted one. @throws VaultError */
export async function noteVersion(transactor: Transactor, running: RunVersion): Promise<void> {
  await transactor.run((transaction: Transaction) => {
    const versions = transaction.read(historyRecord, HISTORY_KEY)?.versions ?? [];
    if (versions.some(({ version }) => version === running.version)) return;
    const noted = [...versions, { ...running, installedAtMs: transaction.nowMs }].slice(-MAX_VERSIONS);
    transaction.write(historyRecord, HISTORY_KEY, { versions: noted });
  });
}

export function versionHistoryPath(cache: StateCache): AnyPath<unknown> {
  return systemPath({
    pattern: "version-history",
    fields: {},
    summary: "The versions that this cluster has run.",
    operations: {
      list: systemReads(() => {
        const versions = cache.read(historyRecord, HISTORY_KEY).value?.versions ?? [];
        return { data: { keys: versions.map(({ version }) => version), key_info: described(versions) } };
      }),
    },
  });
}

function described(versions: readonly Installed[]) {
  const entries = versions.map(({ version, buildDate, installedAtMs }, at) => [
    version,
    {
      build_date: buildDate,
      previous_version: versions[at - 1]?.version ?? null,
      timestamp_installed: formatRfc3339(installedAtMs),
    },
  ]);
  return Object.fromEntries(entries);
}
