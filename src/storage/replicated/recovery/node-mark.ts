// What a node remembers beside a checkpoint or snapshot: who took part there, and whether it then stopped cleanly.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import { UnknownFormatError } from "../../entry-payload.ts";

const LAYOUT = 1;
const CLEAN = 1;
const AUTO_LEAVE = 2;

export interface NodeMark {
  /** After the entry that the mark stands at. */
  readonly membership: Membership;
  /** Nothing was applied to the state store after it was made durable here. */
  readonly isClean: boolean;
}

export function encodeNodeMark({ membership, isClean }: NodeMark): Uint8Array {
  const flags = (isClean ? CLEAN : 0) | (membership.autoLeave ? AUTO_LEAVE : 0);
  const out = new ByteWriter(128).u8(LAYOUT).u8(flags);
  const { voters, votersOutgoing, learners, learnersNext } = membership;
  for (const ids of [voters, votersOutgoing, learners, learnersNext]) {
    out.u16(ids.length);
    for (const id of ids) out.u64(id);
  }
  return out.finish().slice();
}

/** @throws UnknownFormatError, RangeError when cut */
export function decodeNodeMark(bytes: Uint8Array): NodeMark {
  const input = new ByteReader(bytes);
  const layout = input.u8();
  if (layout !== LAYOUT) throw new UnknownFormatError("a checkpoint's mark", layout);
  const flags = input.u8();
  const ids = (): number[] => Array.from({ length: input.u16() }, () => input.u64());
  const membership = {
    voters: ids(),
    votersOutgoing: ids(),
    learners: ids(),
    learnersNext: ids(),
    autoLeave: (flags & AUTO_LEAVE) !== 0,
  };
  return { membership, isClean: (flags & CLEAN) !== 0 };
}
