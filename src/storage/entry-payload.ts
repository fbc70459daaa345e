// What a log entry carries: the writes of one proposal, its id, and the log time that the leader stamps on it.
// Layout, big-endian: version(1) kind(1) logTimeMs(8) origin(8) sequence(8) sentAtMs(8) count(2), then per write
// op(1) key(2+n) and for a put value(4+n). docs/storage-layout.md lists it.
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import type { ProposalId } from "./proposal-id.ts";
import { MAX_KEY_BYTES, type Write } from "./write.ts";

const VERSION = 1;
const KIND_WRITES = 1;
const LOG_TIME_AT = 2;
const OP_PUT = 1;
const OP_DELETE = 2;
const MAX_WRITES = 65_535;

/** What an entry of this program's format says. */
export interface EntryPayload {
  logTimeMs: number;
  id: ProposalId;
  writes: readonly Write[];
}

/** An entry, record or file in a format that this program does not know: the node must not go on. */
export class UnknownFormatError extends Error {
  constructor(what: string, version: number) {
    super(
      `${what} has format version ${version}, which this version of Coffer does not know: upgrade this node`,
    );
    this.name = "UnknownFormatError";
  }
}

/** Log time 0: the leader stamps it (`stampLogTime`) when it accepts the proposal. */
export function encodePayload(id: ProposalId, writes: readonly Write[]): Uint8Array {
  if (writes.length > MAX_WRITES) throw new RangeError(`a proposal holds at most ${MAX_WRITES} writes`);
  const out = new ByteWriter(estimate(writes));
  out.u8(VERSION).u8(KIND_WRITES).u64(0).u64(id.origin).u64(id.sequence).u64(id.sentAtMs).u16(writes.length);
  for (const write of writes) {
    if (write.key.length > MAX_KEY_BYTES) throw new RangeError("key is too large");
    if (write.value === undefined) out.u8(OP_DELETE).text16(write.key);
    else out.u8(OP_PUT).text16(write.key).u32(write.value.length).raw(write.value);
  }
  return out.finish();
}

function estimate(writes: readonly Write[]): number {
  let bytes = 64;
  for (const write of writes) bytes += 8 + write.key.length * 3 + (write.value?.length ?? 0);
  return bytes;
}

/** Writes the leader's time into an encoded payload, in place. */
export function stampLogTime(payload: Uint8Array, logTimeMs: number): void {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  view.setUint32(LOG_TIME_AT, Math.floor(logTimeMs / 0x1_0000_0000));
  view.setUint32(LOG_TIME_AT + 4, logTimeMs >>> 0);
}

/** Values share memory with `payload`. @throws UnknownFormatError, RangeError on damage */
export function decodePayload(payload: Uint8Array): EntryPayload {
  const input = new ByteReader(payload);
  const version = input.u8();
  if (version !== VERSION) throw new UnknownFormatError("a log entry", version);
  const kind = input.u8();
  if (kind !== KIND_WRITES) throw new UnknownFormatError(`a log entry of kind ${kind}`, version);
  const logTimeMs = input.u64();
  const id = { origin: input.u64(), sequence: input.u64(), sentAtMs: input.u64() };
  const writes: Write[] = [];
  for (let left = input.u16(); left > 0; left--) writes.push(decodeWrite(input));
  return { logTimeMs, id, writes };
}

function decodeWrite(input: ByteReader): Write {
  const op = input.u8();
  const key = input.text16();
  if (op === OP_DELETE) return { key, value: undefined };
  if (op !== OP_PUT) throw new UnknownFormatError(`a write of kind ${op}`, VERSION);
  return { key, value: input.raw(input.u32()) };
}
