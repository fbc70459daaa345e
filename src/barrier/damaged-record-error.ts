/** A stored record that does not authenticate: flipped, cut, or moved from another path. Names the path, nothing else. */
export class DamagedRecordError extends Error {
  readonly path: string;

  constructor(path: string, why: string) {
    super(`stored record ${path}: ${why}`);
    this.name = "DamagedRecordError";
    this.path = path;
  }
}
