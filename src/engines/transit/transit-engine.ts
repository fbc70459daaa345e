// transit: encryption as a service. Keys stay; what they do is asked for (vault-api.md §1.10, §4.13).
import { defineEngine } from "#contract/engine.ts";
import { KeyWorkQueue } from "#kit/key-work-queue.ts";
import { rotateDue } from "./keys/rotate.ts";
import { backupPaths } from "./paths/backup-paths.ts";
import { byokExportPaths } from "./paths/byok-export-path.ts";
import { certificatePaths } from "./paths/certificate-paths.ts";
import { datakeyPath } from "./paths/datakey-path.ts";
import { decryptPath } from "./paths/decrypt-path.ts";
import { deriveKeyPath } from "./paths/derive-key-path.ts";
import { hashPaths, randomPaths } from "./paths/digest-paths.ts";
import { encryptPath } from "./paths/encrypt-path.ts";
import { exportPaths } from "./paths/export-path.ts";
import { hmacPaths } from "./paths/hmac-path.ts";
import { importPaths } from "./paths/import-paths.ts";
import { keyConfigPath } from "./paths/key-config-path.ts";
import { cacheConfigPath, keysConfigPath } from "./paths/keys-config-path.ts";
import { keyPath, keysPath } from "./paths/keys-paths.ts";
import { rewrapPath } from "./paths/rewrap-path.ts";
import { rotationPaths } from "./paths/rotation-paths.ts";
import { signPaths } from "./paths/sign-path.ts";
import { verifyPaths } from "./paths/verify-path.ts";
import { TransitMount } from "./transit-mount.ts";

/** For a thread whose server shares no slots between its threads. */
const ownWork = new KeyWorkQueue(KeyWorkQueue.slotsFor(1));

export const transitEngine = defineEngine<TransitMount>({
  type: "transit",
  kind: "secret",
  paths: [
    encryptPath,
    decryptPath,
    rewrapPath,
    datakeyPath,
    ...hmacPaths,
    ...signPaths,
    ...verifyPaths,
    keysPath,
    keyPath,
    keyConfigPath,
    ...rotationPaths,
    ...certificatePaths,
    ...importPaths,
    ...byokExportPaths,
    ...exportPaths,
    ...backupPaths,
    deriveKeyPath,
    ...hashPaths,
    ...randomPaths,
    keysConfigPath,
    cacheConfigPath,
  ],
  open: ({ random, keyWork }) => new TransitMount(random, keyWork ?? ownWork),
  duty: { step: (mount, views, after) => rotateDue(mount, views, after) },
});
