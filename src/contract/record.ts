// A record's bytes say what it is and in which format version: `kind/version`, a newline, then the content. A version
// that this program does not know stops the node rather than being guessed at.
import { concatBytes, sameBytes, utf8, utf8Text } from "#base/bytes.ts";

const NEWLINE = 0x0a;
const MAX_HEADER_BYTES = 64;

/** Encodes and decodes one kind of record. */
export interface RecordKind<T> {
  readonly name: string;
  readonly version: number;
  encode(value: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** A record in a format that this program does not know. */
export class UnknownRecordError extends Error {
  constructor(expected: string, found: string) {
    super(
      `expected a record "${expected}", found "${found}": upgrade this node, or restore what was damaged`,
    );
    this.name = "UnknownRecordError";
  }
}

/** A record whose content is JSON. `T` must survive JSON. */
export function jsonRecord<T>(name: string, version: number): RecordKind<T> {
  return bytesCodec<T>(name, version, {
    encode: (value) => utf8(JSON.stringify(value)),
    decode: (content) => JSON.parse(utf8Text(content)) as T,
  });
}

/** A record whose content is bytes of its own. */
export function bytesRecord(name: string, version: number): RecordKind<Uint8Array> {
  return bytesCodec<Uint8Array>(name, version, { encode: (value) => value, decode: (content) => content });
}

interface ContentCodec<T> {
  encode(value: T): Uint8Array;
  /** The content shares memory with the record. */
  decode(content: Uint8Array): T;
}

/** A record with a content codec of its own. */
export function bytesCodec<T>(name: string, version: number, codec: ContentCodec<T>): RecordKind<T> {
  const header = utf8(`${name}/${version}\n`);
  if (header.length > MAX_HEADER_BYTES) throw new RangeError("a record's name is short");
  return {
    name,
    version,
    encode: (value) => concatBytes(header, codec.encode(value)),
    decode(bytes) {
      const found = bytes.subarray(0, header.length);
      if (!sameBytes(found, header)) throw new UnknownRecordError(`${name}/${version}`, headerText(bytes));
      return codec.decode(bytes.subarray(header.length));
    },
  };
}

/** Only a well-formed header is repeated: anything else might be content. */
function headerText(bytes: Uint8Array): string {
  const end = bytes.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  const text = end < 0 ? "" : String.fromCharCode(...bytes.subarray(0, end));
  return /^[a-z0-9.-]+\/\d+$/.test(text) ? text : "something else";
}
