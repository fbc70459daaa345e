// From the log and the state store of a data directory to what a node starts with: finishes what an earlier process
// had begun, and begins a cluster where nothing is.
import { EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import type { LogPort, LogWork } from "#raft/node/ports/log-port.ts";
import { StateMachine } from "../../state/state-machine.ts";
import type { StateStore } from "../../state/state-store.ts";
import type { ReplicatedNodeOptions } from "../replicated-node-options.ts";
import { BEGINNING, beginningMark, planRecovery } from "./plan-recovery.ts";
import { decodeStateMark, STATE_MARK_KEY, stateMarkWrite } from "./state-mark.ts";

export interface OpenStateOptions {
  readonly log: LogPort;
  readonly store: Pick<StateStore, "getRaw" | "write" | "flush" | "scanRaw">;
  /** The voters of a cluster that begins where nothing is yet; `undefined` to wait for a snapshot there. */
  readonly beginWith: readonly number[] | undefined;
  /** How many entries the table of ids reaches back, if not as many as usual. */
  readonly recentIds?: number | undefined;
}

/** @throws StateDamageError, UnknownFormatError */
export async function openState(options: OpenStateOptions): Promise<ReplicatedNodeOptions["start"]> {
  const { log, store, beginWith, recentIds } = options;
  const machine = await StateMachine.open(store, recentIds);
  const stateMark = store.getRaw(STATE_MARK_KEY);
  const plan = planRecovery({
    log,
    applied: machine.applied,
    stateMark: stateMark && decodeStateMark(stateMark),
  });
  switch (plan.kind) {
    case "empty":
      if (beginWith === undefined) return { machine, membership: EMPTY_MEMBERSHIP, isVerified: true };
      await begin(store, machine, beginWith);
      return openState(options);
    case "finish-install":
      await written(log, plan.work);
      return openState(options);
    case "go-on":
      machine.replayFrom(plan.replayFrom);
      return { machine, membership: plan.membership, isVerified: plan.isVerified };
  }
}

/** The state says how the log begins, and is durable before it does. */
async function begin(
  store: OpenStateOptions["store"],
  machine: StateMachine,
  voters: readonly number[],
): Promise<void> {
  const mark = stateMarkWrite(beginningMark({ voters }));
  await store.write([...machine.begin(BEGINNING.index, BEGINNING.term), mark]);
  await store.flush();
}

function written(log: LogPort, work: LogWork): Promise<void> {
  return new Promise((resolve) => {
    log.write(work, resolve);
    log.flush();
  });
}
