// What a node thinks of its place right now. Never stored: a restarted node is a follower that knows no leader.

export type Role = "follower" | "pre-candidate" | "candidate" | "leader";

export interface SoftState {
  /** The leader of the present term as far as known; 0 for none. */
  readonly leader: number;
  readonly role: Role;
}
