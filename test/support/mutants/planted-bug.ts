/** A bug put into a copy of the sources, to see whether the simulator finds it. */
export interface PlantedBug {
  readonly name: string;
  /** What goes wrong, or where it has happened before. */
  readonly story: string;
  readonly patches: readonly Patch[];
}

/** Replaces the only place in `file` that reads `find`. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
