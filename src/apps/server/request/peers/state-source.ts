// The state of this node, frozen for a member that needs all of it. Who took part at its index only the consensus thread
// knows, which counts an entry a moment after the store holds it.
import { setTimeout as delay } from "node:timers/promises";
import type { FrozenState } from "#cluster/state-transfer/state-service.ts";
import type { Membership } from "#raft/core/confchange/membership.ts";
import type { FrozenRecords } from "#storage/level/frozen-records.ts";
import type { LevelStore } from "#storage/level/level-store.ts";
import { APPLIED_STATE_KEY, decodeAppliedState } from "#storage/state/applied-state.ts";

const LOOKS = 50;
const LOOK_MS = 10;

export interface StateSourceOptions {
  readonly store: () => LevelStore;
  readonly membershipAt: (index: number) => Promise<Membership | undefined>;
}

/** `undefined`: there is no state, or it is not whole. */
export async function freezeState({
  store,
  membershipAt,
}: StateSourceOptions): Promise<FrozenState | undefined> {
  const records = store().freeze();
  try {
    const found = await snapshotOf(records, membershipAt);
    if (found !== undefined) return frozen(records, found);
  } catch (error) {
    await records.close();
    throw error;
  }
  await records.close();
  return undefined;
}

async function snapshotOf(records: FrozenRecords, membershipAt: StateSourceOptions["membershipAt"]) {
  const bytes = records.getRaw(APPLIED_STATE_KEY);
  if (bytes === undefined) return undefined;
  const { index, term } = decodeAppliedState(bytes);
  for (let look = 0; look < LOOKS; look++) {
    const membership = await membershipAt(index);
    if (membership !== undefined) return { index, term, membership };
    await delay(LOOK_MS);
  }
  return undefined;
}

function frozen(records: FrozenRecords, snapshot: FrozenState["snapshot"]): FrozenState {
  return {
    snapshot,
    pages: () => records.pages(),
    [Symbol.asyncDispose]: () => records.close(),
  };
}
