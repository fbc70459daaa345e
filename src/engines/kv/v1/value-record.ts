// A secret of kv v1 as it is stored: the members of the body, and the lease duration that it names for itself.
// Layout: hasLease(1) leaseSeconds(8), then the members (kit/members.ts).
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { bytesCodec } from "#contract/record.ts";
import { type Members, readMembers, writeMembers } from "#kit/members.ts";

export interface Value {
  /** Undefined: the mount's default. */
  leaseSeconds: number | undefined;
  members: Members;
}

export const valueRecord = bytesCodec<Value>("kv-value", 1, {
  encode({ leaseSeconds, members }) {
    const out = new ByteWriter();
    out.u8(leaseSeconds === undefined ? 0 : 1).u64(leaseSeconds ?? 0);
    writeMembers(out, members);
    return out.finish();
  },
  decode(content) {
    const input = new ByteReader(content);
    const hasLease = input.u8() === 1;
    const leaseSeconds = input.u64();
    return { leaseSeconds: hasLease ? leaseSeconds : undefined, members: readMembers(input) };
  },
});

const PREFIX = "v1/";

/** Apart from where version 2 keeps its own: an upgrade moves from here to there. */
export function valueKey(path: string): string {
  return PREFIX + path;
}
