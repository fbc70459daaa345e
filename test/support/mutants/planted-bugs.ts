// All bugs of the mutation gate (the list it grew from: raft-ha §4.4).
import { ELECTION_BUGS } from "./planted/election-bugs.ts";
import { LOG_BUGS } from "./planted/log-bugs.ts";
import { MEMBERSHIP_BUGS } from "./planted/membership-bugs.ts";
import { STATE_BUGS } from "./planted/state-bugs.ts";
import type { PlantedBug } from "./planted-bug.ts";

export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...ELECTION_BUGS,
  ...LOG_BUGS,
  ...MEMBERSHIP_BUGS,
  ...STATE_BUGS,
];
