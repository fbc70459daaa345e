/** Where an entry lies on disk, and how large it is. */
export interface EntryLocation {
  /** Of the record that holds the entry (`positionOf`). */
  readonly recordPosition: number;
  readonly recordBytes: number;
  /** Of the entry's data. */
  readonly dataBytes: number;
}
