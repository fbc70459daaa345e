// Members say where they are and which certificates they show; their records follow (pods get new addresses,
// certificates are exchanged). Only what a member says of itself, over a connection that its certificate proves.
import type { Member } from "#cluster/members/member.ts";
import type { MemberView } from "../../links/cluster-messages.ts";

/** The record as the member's own words would have it; `undefined` when it is right already. */
export function registrationOf(record: Member, { said }: MemberView): Member | undefined {
  if (said === undefined || said.clusterAddr === "" || said.pins.length === 0) return undefined;
  const { clusterAddr, forwardingAddr, pins } = said;
  const next: Member = { ...record, clusterAddr, forwardingAddr, pins };
  const isSame =
    record.clusterAddr === clusterAddr &&
    record.forwardingAddr === forwardingAddr &&
    record.pins.join() === pins.join();
  return isSame ? undefined : next;
}
