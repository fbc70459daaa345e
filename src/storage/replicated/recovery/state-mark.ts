// A record of the state store that says from which snapshot the store began. A snapshot replaces the state first and
// the log second; a node that stopped in between finds here what the log still has to be told.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import type { LogMark } from "#raft/node/ports/log-port.ts";
import { UnknownFormatError } from "../../entry-payload.ts";
import type { StateWrite } from "../../state/state-store.ts";

export const STATE_MARK_KEY = "!mark";
const LAYOUT = 1;

export function stateMarkWrite({ index, term, data }: LogMark): StateWrite {
  const out = new ByteWriter(160).u8(LAYOUT).u64(index).u64(term).u16(data.length).raw(data);
  return { key: STATE_MARK_KEY, value: out.finish().slice() };
}

/** @throws UnknownFormatError, RangeError when cut */
export function decodeStateMark(bytes: Uint8Array): LogMark {
  const input = new ByteReader(bytes);
  const layout = input.u8();
  if (layout !== LAYOUT) throw new UnknownFormatError("the state's mark", layout);
  return { index: input.u64(), term: input.u64(), data: input.raw(input.u16()).slice() };
}
