// What may happen to processes and to their clocks.
import type { SimulatedMachine } from "../node/simulated-machine.ts";
import type { Action, ActionContext } from "./action.ts";

const HOUR_MS = 3_600_000;

export const processActions = {
  "power loss": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    context.cluster.world.faults["power lost"]++;
    machine.losePower();
    restartLater(context, machine);
  },

  "power loss at a disk operation": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    machine.diskFaults.crashAfter = context.random.below(12);
    restartLater(context, machine);
  },

  /** And again while it recovers from that. */
  "power loss in recovery": (context) => {
    const { cluster, random } = context;
    const machine = anyUp(context);
    if (machine === undefined) return;
    machine.losePower();
    machine.diskFaults.crashAfter = random.below(14);
    cluster.world.time.after(random.between(5, 50), () => machine.start());
    restartLater(context, machine);
  },

  "power loss everywhere": (context) => {
    const { cluster } = context;
    cluster.world.faults["power lost everywhere"]++;
    for (const machine of cluster.up()) {
      machine.losePower();
      restartLater(context, machine);
    }
  },

  kill: (context) => {
    const machine = context.random.chance(0.5) ? context.cluster.leader() : anyUp(context);
    machine?.kill();
    if (machine !== undefined) restartLater(context, machine);
  },

  "clean restart": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    const { time, faults } = context.cluster.world;
    machine.stopCleanly(() => {
      faults["clean restart"]++;
      time.after(context.random.between(1, 100), () => machine.start());
    });
    restartLater(context, machine);
  },

  /** SIGSTOP. */
  pause: (context) => {
    const { cluster, random } = context;
    const machine = random.chance(0.5) ? cluster.leader() : anyUp(context);
    if (machine?.process === undefined) return;
    cluster.world.faults.pause++;
    const longest = cluster.world.settings.quietMs > 0 ? 30_000 : 4000;
    const ms = random.chance(0.6) ? random.between(100, 900) : random.between(900, longest);
    machine.process.note(`is stopped for ${ms} ms`);
    machine.process.threads.stop(["consensus", "log", "request"], ms);
  },

  "worker stall": ({ cluster, random }) => {
    const up = cluster.up();
    const machine = up[random.below(Math.max(1, up.length))];
    if (machine?.process === undefined) return;
    cluster.world.faults["worker stalled"]++;
    machine.process.threads.stop(["consensus"], random.between(20, 700));
  },

  "request threads stall": ({ cluster, random }) => {
    const machine = cluster.leader();
    if (machine?.process === undefined) return;
    const { faults, time } = cluster.world;
    faults["request threads stalled"]++;
    machine.requestsStalled = true;
    machine.process.threads.stop(["request"], 300);
    time.after(random.between(100, 1500), () => {
      machine.requestsStalled = false;
    });
  },

  "clock skew": ({ cluster, random }) => {
    cluster.world.faults["clock skewed"]++;
    for (const machine of cluster.machines.values()) machine.clock.jump(random.between(-30_000, 30_000));
  },

  "clock jump": (context) => {
    const machine = anyUp(context);
    if (machine === undefined) return;
    context.cluster.world.faults["clock jumped"]++;
    machine.clock.jump(context.random.pick([HOUR_MS, -HOUR_MS, 5000, -5000]));
  },

  "clock drift": ({ cluster, random }) => {
    cluster.world.faults["clock drifting"]++;
    for (const machine of cluster.machines.values()) machine.clock.drift(1 + random.between(-50, 50) / 1000);
  },

  seal: (context) => {
    const { cluster, random } = context;
    const wanted = random.chance(0.2) ? cluster.up() : [anyUp(context)];
    for (const machine of wanted) {
      if (machine === undefined || machine.isSealed) continue;
      cluster.world.faults.sealed++;
      machine.isSealed = true;
      machine.sealEpoch++;
      machine.process?.status.set("sealEpoch", machine.sealEpoch);
      cluster.world.time.after(random.between(50, 2000), () => {
        if (machine.isSealed) cluster.world.faults.unsealed++;
        machine.isSealed = false;
      });
    }
  },

  transfer: ({ cluster, random }) => {
    const leader = cluster.leader();
    const process = leader?.process;
    if (process === undefined) return;
    const ids = [...cluster.machines.keys()];
    const to = random.chance(0.5) ? undefined : ids[random.below(ids.length)];
    process.input(() => {
      if (process.node?.raft.handOver(to)) cluster.world.faults["leadership transferred"]++;
    });
  },
} satisfies Record<string, Action>;

function anyUp({ cluster, random }: ActionContext): SimulatedMachine | undefined {
  const up = cluster.up();
  return up[random.below(Math.max(1, up.length))];
}

function restartLater({ cluster, random }: ActionContext, machine: SimulatedMachine): void {
  const ms = random.chance(0.5) ? random.between(10, 200) : random.between(200, 2500);
  cluster.world.time.after(ms, () => machine.start());
}
