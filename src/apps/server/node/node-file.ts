// What a node remembers of itself beside log and state: who it is to Raft and to its operator, and to which cluster it
// belongs. Its incarnation is a random number, made once for a data directory and never used again (design §4, "two
// names"); a directory without it is a new node's.
import { utf8, utf8Text } from "#base/bytes.ts";
import type { Random } from "#base/random.ts";
import type { KnownMembers } from "#raft/grpc/peer-facts.ts";
import type { Disk } from "#storage/disk/disk.ts";
import { UnknownFormatError } from "#storage/entry-payload.ts";

const FORMAT = 2;
const NAME = "node.json";

export interface ClusterIds {
  readonly clusterId: string;
  /** Another one of the same cluster was abandoned when its quorum was lost for good. */
  readonly lineageId: string;
}

export interface NodeRecord {
  /** A safe integer above 0. */
  readonly incarnation: number;
  /** The operator's name of it. */
  readonly nodeId: string;
  /** `undefined` until it begins or joins one. */
  readonly cluster?: ClusterIds;
  /** Who took it in, until its own state says who the members are. */
  readonly introduction?: KnownMembers;
  /** Its log and state were there once: without them it would break promises that it has made. */
  readonly isSettled?: boolean;
  /** It was removed from its cluster: its data must not take part again. */
  readonly isRemoved?: boolean;
}

export class NodeFile {
  readonly #disk: Disk;
  readonly #directory: string;
  #record: NodeRecord;

  private constructor(disk: Disk, directory: string, record: NodeRecord) {
    this.#disk = disk;
    this.#directory = directory;
    this.#record = record;
  }

  /**
   * Reads the file, or makes it.
   * @param nodeId as configured; without it the node keeps the one it once chose
   * @throws UnknownFormatError, DiskError; TypeError when the file is not what was written
   */
  static open(
    disk: Disk,
    directory: string,
    options: { nodeId: string | undefined; random: Random },
  ): NodeFile {
    const path = `${directory}/${NAME}`;
    const { nodeId, random } = options;
    const found = disk.exists(path) ? readRecord(disk, path) : undefined;
    const record = found ?? { incarnation: newIncarnation(random), nodeId: nodeId ?? randomName(random) };
    const file = new NodeFile(disk, directory, record);
    if (found === undefined) file.#write();
    else if (nodeId !== undefined && nodeId !== found.nodeId) file.update({ nodeId });
    return file;
  }

  get record(): NodeRecord {
    return this.#record;
  }

  /** Durable when it returns. */
  update(changes: Partial<NodeRecord>): void {
    this.#record = { ...this.#record, ...changes };
    this.#write();
  }

  #write(): void {
    const path = `${this.#directory}/${NAME}`;
    const temporary = `${path}.new`;
    if (this.#disk.exists(temporary)) this.#disk.unlink(temporary);
    const file = this.#disk.open(temporary, "create");
    file.write([utf8(`${JSON.stringify({ format: FORMAT, ...this.#record })}\n`)], 0);
    file.sync();
    file.close();
    this.#disk.rename(temporary, path);
    this.#disk.syncDirectory(this.#directory);
  }
}

function readRecord(disk: Disk, path: string): NodeRecord {
  const file = disk.open(path, "read");
  const bytes = new Uint8Array(file.size());
  file.read(bytes, 0);
  file.close();
  const parsed: unknown = JSON.parse(utf8Text(bytes));
  const { format, ...record } = (
    typeof parsed === "object" && parsed !== null ? parsed : {}
  ) as NodeRecord & {
    format?: unknown;
  };
  if (format !== FORMAT) throw new UnknownFormatError(path, Number(format));
  const { incarnation, nodeId } = record;
  if (!Number.isSafeInteger(incarnation) || incarnation <= 0 || typeof nodeId !== "string") {
    throw new TypeError(`${path} does not say who this node is`);
  }
  return record;
}

function newIncarnation(random: Random): number {
  const view = new DataView(random.bytes(8).buffer);
  return (view.getUint32(0) & 0x001f_ffff) * 0x1_0000_0000 + view.getUint32(4) || 1;
}

function randomName(random: Random): string {
  const hex = random.bytes(16).toHex();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
