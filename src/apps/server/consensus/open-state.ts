// From the files of a data directory to what a node starts with: finishes what an earlier process had begun, and
// begins a cluster of one where nothing is.
import type { LogPort, LogWork } from "#raft/node/ports/log-port.ts";
import type { LevelStore } from "#storage/level/level-store.ts";
import { BEGINNING, beginningMark, planRecovery } from "#storage/replicated/recovery/plan-recovery.ts";
import { decodeStateMark, STATE_MARK_KEY, stateMarkWrite } from "#storage/replicated/recovery/state-mark.ts";
import type { ReplicatedNodeOptions } from "#storage/replicated/replicated-node.ts";
import { StateMachine } from "#storage/state/state-machine.ts";

export interface OpenStateOptions {
  readonly raftId: number;
  readonly log: LogPort;
  readonly store: LevelStore;
}

/** @throws StateDamageError, UnknownFormatError */
export async function openState(options: OpenStateOptions): Promise<ReplicatedNodeOptions["start"]> {
  const { log, store } = options;
  const machine = await StateMachine.open(store);
  const stateMark = store.getRaw(STATE_MARK_KEY);
  const plan = planRecovery({
    log,
    applied: machine.applied,
    stateMark: stateMark && decodeStateMark(stateMark),
  });
  switch (plan.kind) {
    case "empty":
      await begin(options, machine);
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
async function begin({ raftId, store }: OpenStateOptions, machine: StateMachine): Promise<void> {
  const mark = beginningMark({ voters: [raftId] });
  await store.write([...machine.begin(BEGINNING.index, BEGINNING.term), stateMarkWrite(mark)]);
  await store.flush();
}

function written(log: LogPort, work: LogWork): Promise<void> {
  return new Promise((resolve) => {
    log.write(work, resolve);
    log.flush();
  });
}
