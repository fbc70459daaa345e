// What is known of a run of consecutive versions, packed: created(8) deletion(8) flags(1) of each. Packed, because every
// write of a secret writes this again, and a read needs nothing of it but the last.
import { concatBytes, EMPTY_BYTES } from "#base/bytes.ts";

const INFO_BYTES = 17;
const DESTROYED = 1;
const HIGH = 0x1_0000_0000;

export interface VersionInfo {
  createdMs: number;
  /** Deleted from then on; may lie ahead. 0: not deleted. */
  deletionMs: number;
  isDestroyed: boolean;
}

export class VersionInfos {
  static readonly none: VersionInfos = new VersionInfos(1, EMPTY_BYTES);

  /** The first version of the run. */
  readonly from: number;
  /** Never changed. */
  readonly bytes: Uint8Array;

  constructor(from: number, bytes: Uint8Array) {
    this.from = from;
    this.bytes = bytes;
  }

  get count(): number {
    return this.bytes.length / INFO_BYTES;
  }

  has(version: number): boolean {
    return version >= this.from && version < this.from + this.count;
  }

  /** @param version one of the run */
  at(version: number): VersionInfo {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + (version - this.from) * INFO_BYTES);
    return {
      createdMs: view.getUint32(0) * HIGH + view.getUint32(4),
      deletionMs: view.getUint32(8) * HIGH + view.getUint32(12),
      isDestroyed: (view.getUint8(16) & DESTROYED) !== 0,
    };
  }

  /** With one more at the end. */
  append(info: VersionInfo): VersionInfos {
    return new VersionInfos(this.from, concatBytes(this.bytes, packed(info)));
  }

  /** With another info of `version`, one of the run. */
  with(version: number, info: VersionInfo): VersionInfos {
    const bytes = this.bytes.slice();
    bytes.set(packed(info), (version - this.from) * INFO_BYTES);
    return new VersionInfos(this.from, bytes);
  }

  /** Without those before `version`. */
  since(version: number): VersionInfos {
    if (version <= this.from) return this;
    return new VersionInfos(version, this.bytes.subarray((version - this.from) * INFO_BYTES));
  }

  /** Only those before `version`. */
  before(version: number): VersionInfos {
    return new VersionInfos(this.from, this.bytes.subarray(0, (version - this.from) * INFO_BYTES));
  }

  *[Symbol.iterator](): Generator<[number, VersionInfo]> {
    for (let at = 0; at < this.count; at++) yield [this.from + at, this.at(this.from + at)];
  }
}

/** Bytes of `count` infos. */
export function infoBytes(count: number): number {
  return count * INFO_BYTES;
}

function packed({ createdMs, deletionMs, isDestroyed }: VersionInfo): Uint8Array {
  const bytes = new Uint8Array(INFO_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(createdMs / HIGH));
  view.setUint32(4, createdMs >>> 0);
  view.setUint32(8, Math.floor(deletionMs / HIGH));
  view.setUint32(12, deletionMs >>> 0);
  view.setUint8(16, isDestroyed ? DESTROYED : 0);
  return bytes;
}

/** Whether it may not be read at `nowMs`. */
export function isGone({ deletionMs, isDestroyed }: VersionInfo, nowMs: number): boolean {
  return isDestroyed || (deletionMs > 0 && deletionMs <= nowMs);
}
