// Where a node's state lies: a folder of its own for each snapshot it was replaced by, and a file that names the one in
// use. Replacing the file replaces the state, at once and for good.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "#base/bytes.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { UnknownFormatError } from "#storage/entry-payload.ts";

const FIRST = "state";
const POINTER = "state.json";
const FORMAT = 1;
const FOLDER = /^state(-\d+)?$/;

/** The folder in use; it may not be there yet. @throws UnknownFormatError */
export function statePlace(dataDirectory: string): string {
  return join(dataDirectory, nameInUse(dataDirectory));
}

/** A folder that nothing is in yet. */
export function newStatePlace(dataDirectory: string): string {
  const numbers = folders(dataDirectory).map((name) => Number(name.split("-")[1] ?? 0));
  return join(dataDirectory, `${FIRST}-${Math.max(0, ...numbers) + 1}`);
}

/** The folder, durable as it is, is the state from now on. */
export function adoptStatePlace(dataDirectory: string, place: string): void {
  const disk = new NodeDisk();
  const path = join(dataDirectory, POINTER);
  const temporary = `${path}.new`;
  if (disk.exists(temporary)) disk.unlink(temporary);
  const file = disk.open(temporary, "create");
  const folder = place.slice(dataDirectory.length + 1);
  file.write([utf8(`${JSON.stringify({ format: FORMAT, folder })}\n`)], 0);
  file.sync();
  file.close();
  disk.rename(temporary, path);
  disk.syncDirectory(dataDirectory);
}

/** What a stop in the middle left behind, and what was replaced. */
export function removeOtherStates(dataDirectory: string): void {
  const inUse = nameInUse(dataDirectory);
  for (const name of folders(dataDirectory)) {
    if (name !== inUse) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  }
}

function folders(dataDirectory: string): string[] {
  return readdirSync(dataDirectory).filter((name) => FOLDER.test(name));
}

function nameInUse(dataDirectory: string): string {
  const path = join(dataDirectory, POINTER);
  if (!existsSync(path)) return FIRST;
  const { format, folder } = JSON.parse(readFileSync(path, "utf8")) as { format?: unknown; folder?: unknown };
  if (format !== FORMAT) throw new UnknownFormatError(path, Number(format));
  if (typeof folder !== "string" || !FOLDER.test(folder)) throw new TypeError(`${path} names no state`);
  return folder;
}
