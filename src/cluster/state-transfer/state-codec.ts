// The parts of a state on its way from one member to another (proto/cluster.proto).
import { coffer } from "#proto/cluster.js";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { Snapshot } from "#raft/core/snapshot.ts";
import { decodeNodeMark, encodeNodeMark } from "#storage/replicated/recovery/node-mark.ts";

const { PullRequest, StatePart } = coffer.cluster.v1;

const FORMAT = 1;

export type RawRecord = readonly [key: string, value: Uint8Array];

export type ReceivedPart =
  | { readonly kind: "header"; readonly snapshot: Snapshot }
  | { readonly kind: "records"; readonly records: readonly RawRecord[] }
  | { readonly kind: "end"; readonly records: number };

/** What came is no part of a state that this program reads. */
export class StatePartError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "StatePartError";
  }
}

export interface PullQuestion {
  readonly atLeast: number;
  readonly clusterId: string;
  readonly lineageId: string;
}

export function encodePull(question: PullQuestion): Uint8Array {
  return PullRequest.encode(question).finish();
}

/** `undefined`: it is no question. */
export function decodePull(bytes: Uint8Array): PullQuestion | undefined {
  try {
    const { atLeast, clusterId, lineageId } = PullRequest.decode(bytes);
    return Number.isSafeInteger(atLeast) ? { atLeast, clusterId, lineageId } : undefined;
  } catch {
    return undefined;
  }
}

export function encodeHeader({ index, term, membership }: Snapshot): Uint8Array {
  const header = { format: FORMAT, index, term, membership: membershipBytes(membership) };
  return StatePart.encode({ header }).finish();
}

export function encodeRecords(records: readonly RawRecord[]): Uint8Array {
  return StatePart.encode({ records: records.map(([key, value]) => ({ key, value })) }).finish();
}

export function encodeEnd(records: number): Uint8Array {
  return StatePart.encode({ end: { records } }).finish();
}

/** Records share memory with `bytes`. @throws StatePartError */
export function decodePart(bytes: Uint8Array): ReceivedPart {
  const { header, records, end } = parse(bytes);
  if (header) {
    const { format, index, term } = header;
    if (format !== FORMAT)
      throw new StatePartError(`states of format ${format} are unknown here: upgrade this node`);
    if (!Number.isSafeInteger(index) || !Number.isSafeInteger(term))
      throw new StatePartError("its index is no index");
    return { kind: "header", snapshot: { index, term, membership: membershipOf(header.membership) } };
  }
  if (end) return { kind: "end", records: end.records ?? 0 };
  return {
    kind: "records",
    records: records.map(({ key, value }) => [key ?? "", value ?? new Uint8Array(0)]),
  };
}

function parse(bytes: Uint8Array): InstanceType<typeof StatePart> {
  try {
    return StatePart.decode(bytes);
  } catch {
    throw new StatePartError("a part can not be decoded");
  }
}

/** In the form in which a node keeps it beside a checkpoint. */
function membershipBytes(membership: Membership): Uint8Array {
  return encodeNodeMark({ membership, isClean: true });
}

function membershipOf(bytes: Uint8Array | null | undefined): Membership {
  try {
    return decodeNodeMark(bytes ?? new Uint8Array(0)).membership;
  } catch (error) {
    throw new StatePartError(`its membership can not be read: ${(error as Error).message}`);
  }
}
