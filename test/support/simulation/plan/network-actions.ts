// What may happen to the network: storms, and partitions of every shape.
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { SimulatedMachine } from "../node/simulated-machine.ts";
import type { Cluster } from "../world/cluster.ts";
import { CALM } from "../world/simulated-network.ts";
import type { Action, ActionContext } from "./action.ts";

type Pair = readonly [number, number];

export const networkActions = {
  storm: ({ cluster, random }) => {
    const { network, time } = cluster.world;
    network.weather = {
      dropShare: random.pick([0, 0.02, 0.1, 0.3]),
      duplicateShare: random.pick([0, 0.02, 0.2]),
      reorderShare: random.pick([0, 0.05, 0.5]),
      delayShare: random.pick([0, 0.02, 0.1]),
      usualMs: random.pick([0.2, 1, 5, 20]),
      jitterMs: random.pick([0.3, 3, 20]),
      longestMs: random.pick([20, 200, 2000]),
    };
    const storm = network.weather;
    time.after(lasting(random), () => {
      if (network.weather === storm) network.weather = CALM;
    });
  },

  "partition, symmetric": (context) => {
    const { cluster, random } = context;
    const [left, right] = split(idsOf(cluster), random);
    cut(context, [...pairs(left, right), ...pairs(right, left)], "partition, symmetric");
  },

  "partition, one-way": (context) => {
    const { cluster, random } = context;
    const [left, right] = split(idsOf(cluster), random);
    cut(context, pairs(left, right), "partition, one-way");
  },

  "partition, leader isolated": (context) => {
    const leader = context.cluster.leader();
    if (leader === undefined) return;
    const others = idsOf(context.cluster).filter((id) => id !== leader.id);
    const out = pairs([leader.id], others);
    const back = pairs(others, [leader.id]);
    const wanted = context.random.pick([[...out, ...back], out, back]);
    cut(context, wanted, "partition, leader isolated");
  },

  /** Whoever comes to lead is cut off next, and the one before comes back with what it alone has. */
  "leaders isolated in turn": ({ cluster, random }) => {
    const turnMs = random.between(250, 1600);
    const isolate = (turns: number): void => {
      const leader = turns > 0 && !cluster.isHealing ? cluster.leader() : undefined;
      if (leader === undefined) return;
      const { network, time, faults } = cluster.world;
      const others = idsOf(cluster).filter((id) => id !== leader.id);
      faults["partition, leader isolated"]++;
      leader.process?.note("is cut off, the leader's turn");
      // A machine that freezes is cut off as well, and goes on as if nothing had been.
      if (random.chance(0.3)) freeze(cluster, leader, random.between(100, turnMs));
      const heal = network.cut([...pairs([leader.id], others), ...pairs(others, [leader.id])]);
      time.after(turnMs + random.below(200), () => {
        // The next one is cut off before this one is heard again.
        isolate(turns - 1);
        time.after(random.below(20), heal);
      });
    };
    isolate(random.between(2, 5));
  },

  /**
   * The leader and one follower are left alone, and the follower's disk does not finish: when the others have elected
   * somebody and all is well again, what the follower was writing is replaced while it is still being written.
   */
  "minority on a stalled disk": ({ cluster, random }) => {
    const leader = cluster.leader();
    const followers = cluster.up().filter(({ id }) => id !== leader?.id);
    const follower = followers[random.below(Math.max(1, followers.length))];
    if (leader === undefined || follower === undefined) return;
    const { network, time, faults } = cluster.world;
    const kept = [leader.id, follower.id];
    const others = idsOf(cluster).filter((id) => !kept.includes(id));
    const ms = random.between(200, 1500);
    faults["partition, symmetric"]++;
    faults["disk stalled"]++;
    follower.diskFaults.stalledUntilMs = time.nowMs + ms + random.between(20, 600);
    time.after(ms, network.cut([...pairs(kept, others), ...pairs(others, kept)]));
  },

  /** Everyone hears only their neighbours in a line. */
  "partition, chained": (context) => {
    const ids = shuffled(idsOf(context.cluster), context.random);
    const wanted: Pair[] = [];
    for (const [at, from] of ids.entries()) {
      for (const [other, to] of ids.entries()) if (Math.abs(at - other) > 1) wanted.push([from, to]);
    }
    cut(context, wanted, "partition, chained");
  },

  "connection reset": ({ cluster, random }) => {
    const [a, b] = shuffled(idsOf(cluster), random);
    if (a === undefined || b === undefined) return;
    cluster.world.faults["connection reset"]++;
    cluster.world.network.reset(a, b);
    // Each end notices; one may even take the other for dead.
    for (const [id, peer] of [
      [a, b],
      [b, a],
    ] as const) {
      const process = cluster.machines.get(id)?.process;
      const looksDead = random.chance(0.3);
      process?.input(() => {
        if (looksDead) process.node?.raft.peerConnectionLost(peer);
        else process.node?.raft.peerUnreachable(peer);
      });
    }
  },

  "late messages": ({ cluster }) => cluster.world.network.replay(),
} satisfies Record<string, Action>;

function cut(
  { cluster, random }: ActionContext,
  wanted: readonly Pair[],
  kind: "partition, symmetric" | "partition, one-way" | "partition, leader isolated" | "partition, chained",
): void {
  if (wanted.length === 0) return;
  const { network, time, faults, trace } = cluster.world;
  faults[kind]++;
  trace.line(
    () => `${time.nowMs.toFixed(3)} ${kind}: ${wanted.map(([from, to]) => `${from}>${to}`).join(" ")}`,
  );
  time.after(lasting(random), network.cut(wanted));
}

function freeze(cluster: Cluster, { process }: SimulatedMachine, ms: number): void {
  cluster.world.faults.pause++;
  process?.threads.stop(["consensus", "log", "request"], ms);
}

/** Mostly longer than an election takes. */
export function lasting(random: SeededRandom): number {
  return random.chance(0.3) ? random.between(20, 300) : random.between(300, 2500);
}

function idsOf(cluster: Cluster): number[] {
  return [...cluster.machines.keys()];
}

function pairs(from: readonly number[], to: readonly number[]): Pair[] {
  return from.flatMap((a) => to.map((b): Pair => [a, b]));
}

function split(ids: readonly number[], random: SeededRandom): [number[], number[]] {
  const left = ids.filter(() => random.chance(0.5));
  return [left, ids.filter((id) => !left.includes(id))];
}

function shuffled(ids: readonly number[], random: SeededRandom): number[] {
  const left = [...ids];
  const order: number[] = [];
  while (left.length > 0) order.push(...left.splice(random.below(left.length), 1));
  return order;
}
