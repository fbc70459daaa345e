// Who this node is to Raft: a random number, made once for a data directory and never used again (design §4, "two
// names"). Written before anything else is; a directory without it is a new node's.
import { utf8, utf8Text } from "#base/bytes.ts";
import type { Random } from "#base/random.ts";
import type { Disk } from "#storage/disk/disk.ts";
import { UnknownFormatError } from "#storage/entry-payload.ts";

const FORMAT = 1;
const NAME = "node.json";

export interface NodeIdentity {
  /** A safe integer above 0. */
  readonly raftId: number;
  /** False in the first start of this directory. */
  readonly wasThere: boolean;
}

/** @throws UnknownFormatError, DiskError; TypeError when the file is not what was written */
export function nodeIdentity(disk: Disk, directory: string, random: Random): NodeIdentity {
  const path = `${directory}/${NAME}`;
  if (disk.exists(path)) return { raftId: readIdentity(disk, path), wasThere: true };
  const raftId = newIncarnation(random);
  const temporary = `${path}.new`;
  if (disk.exists(temporary)) disk.unlink(temporary);
  const file = disk.open(temporary, "create");
  file.write([utf8(`${JSON.stringify({ format: FORMAT, incarnation: raftId })}\n`)], 0);
  file.sync();
  file.close();
  disk.rename(temporary, path);
  disk.syncDirectory(directory);
  return { raftId, wasThere: false };
}

function readIdentity(disk: Disk, path: string): number {
  const file = disk.open(path, "read");
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0);
  file.close();
  const parsed: unknown = JSON.parse(utf8Text(bytes));
  const fields = typeof parsed === "object" && parsed !== null ? parsed : {};
  const format = "format" in fields ? fields.format : undefined;
  if (format !== FORMAT) throw new UnknownFormatError(path, Number(format));
  const id = "incarnation" in fields ? fields.incarnation : undefined;
  if (typeof id !== "number" || !Number.isSafeInteger(id) || id <= 0) {
    throw new TypeError(`${path} names no incarnation`);
  }
  return id;
}

function newIncarnation(random: Random): number {
  const view = new DataView(random.bytes(8).buffer);
  return (view.getUint32(0) & 0x001f_ffff) * 0x1_0000_0000 + view.getUint32(4) || 1;
}
