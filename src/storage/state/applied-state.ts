// The state machine's own record: how far it has come, written in the same batch as the effects.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { UnknownFormatError } from "../entry-payload.ts";
import { ELEMENT_BYTES } from "./stored-value.ts";

export const APPLIED_STATE_KEY = "!state";
const LAYOUT = 1;

export interface AppliedState {
  /** Index and term of the last applied entry. */
  index: number;
  term: number;
  /** Latest log time of any applied entry, milliseconds. */
  logTimeMs: number;
  /** Versions are indexes plus this; a restore raises it. */
  versionOffset: number;
  /** Log time of the last entry that the table of recent ids has pushed out. */
  idsFloorMs: number;
  /** Set hash over all records at `index`. */
  setHash: Uint8Array;
}

export const INITIAL_STATE: AppliedState = {
  index: 0,
  term: 0,
  logTimeMs: 0,
  versionOffset: 0,
  idsFloorMs: 0,
  setHash: new Uint8Array(ELEMENT_BYTES),
};

export function encodeAppliedState(state: AppliedState): Uint8Array {
  return new ByteWriter(64)
    .u8(LAYOUT)
    .u64(state.index)
    .u64(state.term)
    .u64(state.logTimeMs)
    .u64(state.versionOffset)
    .u64(state.idsFloorMs)
    .raw(state.setHash)
    .finish();
}

/** @throws UnknownFormatError */
export function decodeAppliedState(bytes: Uint8Array): AppliedState {
  const input = new ByteReader(bytes);
  const layout = input.u8();
  if (layout !== LAYOUT) throw new UnknownFormatError("the applied state", layout);
  return {
    index: input.u64(),
    term: input.u64(),
    logTimeMs: input.u64(),
    versionOffset: input.u64(),
    idsFloorMs: input.u64(),
    setHash: input.raw(ELEMENT_BYTES).slice(),
  };
}
