import {
  type Member,
  memberKey,
  memberRecord,
  memberSeal,
  memberSealKey,
  memberSealRecord,
} from "#cluster/members/member.ts";
import type { Transaction } from "#core/transaction.ts";

/** Writes the record, and beside it what proves under the barrier that it is genuine. */
export function writeMember(transaction: Transaction, member: Member): void {
  const { incarnation } = member;
  const record = memberRecord.encode(member);
  transaction.requireUnchanged(memberKey(incarnation));
  transaction.putPlain(memberKey(incarnation), record);
  transaction.write(memberSealRecord, memberSealKey(incarnation), memberSeal(record));
}
