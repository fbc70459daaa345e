// What a node must never forget (Raft paper figure 2): losing a vote lets it vote twice in one term.

export interface HardState {
  readonly term: number;
  /** Whom this node voted for in `term`; 0 for nobody. */
  readonly vote: number;
  /** The highest index known to be committed. May be older on disk than in memory: a quorum teaches it again. */
  readonly commit: number;
}

export const EMPTY_HARD_STATE: HardState = Object.freeze({ term: 0, vote: 0, commit: 0 });

export function isEmptyHardState(state: HardState): boolean {
  return state.term === 0 && state.vote === 0 && state.commit === 0;
}

export function sameHardState(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commit === b.commit;
}
