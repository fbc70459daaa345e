// A copy of the repository in which sources can be spoiled: what tests and simulator need, and nothing else.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Patch } from "./planted-bug.ts";

const PARTS = ["package.json", "tsconfig.json", "layers.json", "biome.json", ".dependency-cruiser.cjs"];
const FOLDERS = ["src", "test", "scripts", "proto", "bin"];

export class SourceCopy {
  readonly root: string;

  constructor(repository: string) {
    this.root = mkdtempSync(join(tmpdir(), "coffer-mutants-"));
    for (const part of PARTS) cpSync(join(repository, part), join(this.root, part));
    for (const folder of FOLDERS) {
      cpSync(join(repository, folder), join(this.root, folder), { recursive: true, verbatimSymlinks: true });
    }
    symlinkSync(join(repository, "node_modules"), join(this.root, "node_modules"));
  }

  /** @returns how to undo it @throws Error when a patch does not fit exactly one place */
  apply(patches: readonly Patch[]): () => void {
    const before = new Map<string, string>();
    const undo = (): void => {
      for (const [path, text] of before) writeFileSync(path, text);
    };
    try {
      for (const { file, find, replace } of patches) {
        const path = join(this.root, file);
        const text = readFileSync(path, "utf8");
        if (!before.has(path)) before.set(path, text);
        const places = text.split(find).length - 1;
        if (places !== 1) throw new Error(`${file}: ${places} places read ${JSON.stringify(find)}`);
        writeFileSync(
          path,
          text.replace(find, () => replace),
        );
      }
    } catch (error) {
      undo();
      throw error;
    }
    return undo;
  }

  /** Puts a whole file in a file's place. @returns how to undo it */
  replace(file: string, text: string): () => void {
    const path = join(this.root, file);
    const before = readFileSync(path, "utf8");
    writeFileSync(path, text);
    return () => writeFileSync(path, before);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
