/** What a record may hold. Numbers are on disk: never reuse one. */
export const ITEM = {
  /** First in every segment: all that older segments would have said, so that those can go. */
  start: 1,
  install: 2,
  hardState: 3,
  truncate: 4,
  entry: 5,
  snapshot: 6,
  checkpoint: 7,
  compact: 8,
} as const;

// kind(1) entryKind(1) reserved(2) length(4), then `length` bytes
export const ITEM_HEADER_BYTES = 8;

/** index(8) term(8), then the entry's data */
export const ENTRY_OVERHEAD_BYTES = ITEM_HEADER_BYTES + 16;

export const ENTRY_KINDS = ["data", "conf-change"] as const;
