// The largest single write, which all storages bound alike.
import type { Stanza } from "../reading/stanza.ts";

const STANDARD_BYTES = 1024 * 1024;
/** Smaller ones would refuse a mount table's entry, larger ones hold up the log. */
const BOUNDS = { min: 4096, max: 64 * 1024 * 1024 };

export function readMaxEntryBytes(stanza: Stanza<"max_entry_size">): number {
  return stanza.byteSize("max_entry_size", BOUNDS) ?? STANDARD_BYTES;
}
