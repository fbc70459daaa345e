// What may happen to disks and to what lies on them, to snapshots on their way, and to the membership.
import type { SimulatedMachine } from "../node/simulated-machine.ts";
import type { StateRot } from "../node/simulated-state-store.ts";
import type { Action, ActionContext } from "./action.ts";
import type { Wish } from "./operator.ts";

export const dataActions = {
  "slow disk": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    const { faults, time } = context.cluster.world;
    faults["disk slow"]++;
    machine.diskFaults.slowFactor = context.random.pick([5, 20, 80]);
    time.after(context.random.between(200, 2500), () => {
      machine.diskFaults.slowFactor = 1;
    });
  },

  "stalled disk": (context) => {
    const { cluster, random } = context;
    const machine = random.chance(0.6) ? cluster.leader() : anyUp(context);
    if (machine === undefined) return;
    cluster.world.faults["disk stalled"]++;
    machine.diskFaults.stalledUntilMs = cluster.world.time.nowMs + random.between(300, 3500);
  },

  "failing disk": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    machine.diskFaults.failNext = context.random.pick(["sync failed", "append failed", "disk full"]);
    revive(context, machine);
  },

  "log corruption": (context) => {
    const machine = anyUp(context);
    // What was written last and is not noted yet cannot be told from a torn tail.
    if (machine?.process?.isLogNoted !== true || !context.operator.mayLose(machine)) return;
    const { random, cluster } = context;
    machine.kill();
    const names = machine.disk
      .list("/log")
      .filter((name) => name.endsWith(".log"))
      .sort();
    const path = `/log/${names[random.below(names.length)] ?? ""}`;
    if (!machine.disk.exists(path)) return;
    const written = Math.min(machine.disk.content(path).length, 20 * 1024);
    machine.disk.flipBit(path, random.below(written), random.below(8));
    cluster.world.faults["log corrupted"]++;
    machine.isLogDamaged = true;
    revive(context, machine);
  },

  "state rot": (context) => {
    const machine = anyUp(context);
    if (machine === undefined || !context.operator.mayLose(machine)) return;
    const { random, cluster } = context;
    machine.losePower();
    const kind = random.pick<StateRot>(["state: bit flipped", "state: key vanished", "state: key stale"]);
    if (machine.store.rot(kind, random)) {
      cluster.world.faults[kind]++;
      machine.isStateDamaged = true;
    }
    revive(context, machine);
  },

  "disk loss": (context) => {
    const machine = anyUp(context);
    if (machine === undefined || !context.operator.mayLose(machine)) return;
    context.cluster.world.faults["disk lost"]++;
    machine.loseDisk();
  },

  "bad transfers": ({ cluster, random }) => {
    const { snapshots, time } = cluster.world;
    snapshots.breakShare = random.pick([0, 0.05, 0.3]);
    snapshots.corruptShare = random.pick([0, 0.01, 0.1]);
    time.after(random.between(500, 3000), () => {
      snapshots.breakShare = 0;
      snapshots.corruptShare = 0;
    });
  },

  /** A checkpoint and as much compaction as is allowed, whoever may be reading. */
  compaction: ({ cluster }) => {
    for (const { process } of cluster.up()) {
      process?.input(() => {
        if (process.node?.isWhole) process.node.checkpoints.begin(process.machine.clock.monotonicMs());
      });
    }
  },

  "membership: add": wish("add"),
  "membership: remove": wish("remove"),
  "membership: remove the leader": wish("remove-leader"),
  "membership: replace": wish("replace"),
  "membership: demote": wish("demote"),
  "membership: promote": wish("promote"),
  "membership: joint": wish("joint"),
} satisfies Record<string, Action>;

function wish(what: Wish): Action {
  return ({ operator }) => operator.wish(what);
}

function anyUp({ cluster, random }: ActionContext): SimulatedMachine | undefined {
  const up = cluster.up();
  return up[random.below(Math.max(1, up.length))];
}

function revive({ cluster, random }: ActionContext, machine: SimulatedMachine): void {
  cluster.world.time.after(random.between(20, 1500), () => machine.start());
}
