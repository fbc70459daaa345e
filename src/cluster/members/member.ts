// A member's record: plain, since a sealed node replicates and votes too, and beside it the proof under the barrier
// that it is what the cluster once wrote (design §4, "the disk is not trusted to name members").
import { sameBytes } from "#base/bytes.ts";
import { bytesRecord, jsonRecord } from "#contract/record.ts";
import { sha256 } from "#crypto/sha256.ts";
import type { MemberContact } from "#raft/grpc/peer-facts.ts";
import { storageKey } from "#storage/key-areas.ts";

export interface Member extends MemberContact {
  /** The operator's name of the node. */
  readonly nodeId: string;
  /** False: it joined without a vote, or was demoted, and gets none by itself. */
  readonly wantsVote: boolean;
  /** Log time. */
  readonly joinedAtMs: number;
  /** Log time; its record stays for a while, so that it can be told what became of it. */
  readonly removedAtMs?: number;
}

export const memberRecord = jsonRecord<Member>("member", 1);
export const memberSealRecord = bytesRecord("member-seal", 1);

export function memberKey(incarnation: number): string {
  return storageKey("member", "root", nameOf(incarnation));
}

export function memberSealKey(incarnation: number): string {
  return storageKey("member-seal", "root", nameOf(incarnation));
}

/** What is kept encrypted beside the record. */
export function memberSeal(record: Uint8Array): Uint8Array {
  return sha256(record);
}

/** @param seal decrypted; `undefined` when there is none */
export function isGenuine(record: Uint8Array, seal: Uint8Array | undefined): boolean {
  return seal !== undefined && sameBytes(seal, memberSeal(record));
}

function nameOf(incarnation: number): string {
  return incarnation.toString(16).padStart(14, "0");
}
