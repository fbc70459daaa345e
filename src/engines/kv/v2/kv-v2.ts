// kv version 2: secrets with versions (vault-api.md §4.12).
import { defineEngine } from "#contract/engine.ts";
import { configPath } from "./config-path.ts";
import { dataPath } from "./data-paths.ts";
import { versionPaths } from "./deletion.ts";
import { KvMount } from "./kv-mount.ts";
import { detailedMetadataPath, metadataPath } from "./metadata-paths.ts";
import { misplacedPath } from "./misplaced-path.ts";
import { subkeysPath } from "./subkeys-path.ts";

/** Serves mounts with the option `version` 2. */
export const kvV2 = defineEngine<KvMount>({
  type: "kv",
  kind: "secret",
  paths: [
    configPath,
    dataPath,
    ...versionPaths,
    metadataPath,
    detailedMetadataPath,
    subkeysPath,
    misplacedPath,
  ],
  open: ({ random }) => new KvMount(random),
});
