/** One unconditional physical write. Values are already encrypted, or listed as plain in docs/storage-layout.md. */
export type Write = { key: string; value: Uint8Array } | { key: string; value: undefined };

/** LevelDB has no limit; a name that long is a mistake or an attack (CVE-2021-45042). */
export const MAX_KEY_BYTES = 32_768;
