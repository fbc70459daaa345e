// Runs one plan: trouble, then healing, then what must be true of a healed cluster.
import { allMembers } from "#raft/core/confchange/membership.ts";
import { decodeStored } from "#storage/state/stored-value.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { ACTIONS, type Plan } from "./plan/draw-plan.ts";
import { Operator } from "./plan/operator.ts";
import { Cluster } from "./world/cluster.ts";
import type { FaultCounts } from "./world/fault-counts.ts";
import { Violation } from "./world/violation.ts";
import type { EventCounts } from "./world/world.ts";

export interface SimulationResult {
  readonly seed: number;
  readonly hash: string;
  readonly events: EventCounts;
  readonly faults: FaultCounts;
  readonly snapshots: number;
  readonly committed: number;
  readonly virtualMs: number;
  readonly violation: { readonly invariant: string; readonly message: string } | undefined;
  readonly trace: readonly string[];
}

export interface SimulationOptions {
  readonly keepsTrace?: boolean;
}

/** A leader must be there after so many election timeouts, and all members equal after a while more. */
const TIMEOUTS_TO_LEAD = 10;
const CALM_MS = 40_000;

export async function simulate(plan: Plan, options: SimulationOptions = {}): Promise<SimulationResult> {
  const { seed, settings } = plan;
  const cluster = new Cluster({ seed, settings, keepsTrace: options.keepsTrace ?? false });
  let violation: SimulationResult["violation"];
  try {
    await new Simulation(cluster, plan).run();
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    violation = {
      invariant: error instanceof Violation ? error.invariant : "the simulation itself",
      message,
    };
  }
  const { events, faults, trace, snapshots, history, time } = cluster.world;
  return {
    seed,
    hash: trace.hash,
    events,
    faults,
    snapshots: snapshots.completed,
    committed: history.committed,
    virtualMs: time.nowMs,
    violation,
    trace: trace.lines,
  };
}

class Simulation {
  readonly #cluster: Cluster;
  readonly #plan: Plan;
  readonly #operator: Operator;
  #probes = 0;

  constructor(cluster: Cluster, plan: Plan) {
    this.#cluster = cluster;
    this.#plan = plan;
    this.#operator = new Operator(cluster);
  }

  async run(): Promise<void> {
    const cluster = this.#cluster;
    const { quietAtMs, healMs } = this.#plan;
    for (const machine of cluster.machines.values()) cluster.start(machine);
    for (const client of cluster.clients) client.start();
    this.#operator.start();
    this.#schedule();
    await cluster.run(quietAtMs);
    if (healMs > quietAtMs) for (const client of cluster.clients) client.thinkMs = 4000;
    await cluster.run(healMs);
    this.#heal();
    await this.#expectLeader();
    await this.#expectWrite();
    await this.#expectAgreement();
    cluster.clientHistory.check();
  }

  #schedule(): void {
    const cluster = this.#cluster;
    const { time, trace } = cluster.world;
    for (const { atMs, name, seed } of this.#plan.actions) {
      const action = ACTIONS[name];
      if (action === undefined) throw new TypeError(`there is no action ${name}`);
      time.after(atMs, () => {
        trace.line(() => `${time.nowMs.toFixed(3)} -- ${name}`);
        action({ cluster, operator: this.#operator, random: new SeededRandom(seed) });
      });
    }
  }

  #heal(): void {
    const cluster = this.#cluster;
    cluster.isHealing = true;
    const { network, trace, time, snapshots } = cluster.world;
    trace.line(() => `${time.nowMs.toFixed(3)} -- all heals`);
    network.healAll();
    snapshots.breakShare = 0;
    snapshots.corruptShare = 0;
    for (const machine of cluster.machines.values()) {
      machine.clock.drift(1);
      machine.isSealed = false;
      machine.requestsStalled = false;
      machine.diskFaults.heal();
      machine.process?.threads.goOn();
      cluster.start(machine);
    }
    for (const client of cluster.clients) client.stop();
  }

  /** Liveness: a healed cluster has an open leader soon. */
  async #expectLeader(): Promise<void> {
    const cluster = this.#cluster;
    const { time } = cluster.world;
    const timeouts = cluster.up().map(({ process }) => process?.node?.raft.election.agreedMs ?? 0);
    const timeoutMs = Math.max(500, ...timeouts);
    // Whoever is being started, or ends in its last disk fault, is part of the healing.
    const isLed = (): boolean => cluster.leader()?.process?.node?.desk.isOpen === true;
    await cluster.run(time.nowMs + TIMEOUTS_TO_LEAD * timeoutMs, isLed);
    if (!isLed())
      throw new Violation(
        "liveness",
        `no leader ${TIMEOUTS_TO_LEAD} timeouts after healing: ${this.#situation()}`,
      );
  }

  /** A leader that takes no writes is none. */
  async #expectWrite(): Promise<void> {
    const { time } = this.#cluster.world;
    let isTaken = false;
    const ask = (): void => {
      const process = this.#cluster.leader()?.process;
      const sentAtMs = process?.node?.clock.nowMs() ?? 0;
      const writes = [{ key: "logical/healed", value: new Uint8Array(8) }];
      const id = { origin: 1_000_000, sequence: ++this.#probes, sentAtMs };
      const epoch = process?.status.get("sealEpoch") ?? 0;
      process?.desk.propose({ epoch, checks: [], writes, id }, ({ kind }) => {
        isTaken ||= kind === "committed";
      });
      if (!isTaken) time.after(200, ask);
    };
    ask();
    await this.#cluster.run(time.nowMs + CALM_MS, () => isTaken);
    if (!isTaken) throw new Violation("liveness", `no write after healing: ${this.#situation()}`);
  }

  async #expectAgreement(): Promise<void> {
    const cluster = this.#cluster;
    const { time, history } = cluster.world;
    const isEqual = (): boolean => this.#operator.isDone && this.#laggards().length === 0;
    await cluster.run(time.nowMs + CALM_MS, isEqual);
    if (!this.#operator.isDone) {
      throw new Violation("liveness", `the membership is not repaired after healing: ${this.#situation()}`);
    }
    const [laggard] = this.#laggards();
    if (laggard !== undefined)
      throw new Violation("liveness", `node ${laggard} is not equal after healing: ${this.#situation()}`);
    for (const id of allMembers(history.reference.membership)) this.#compare(id);
  }

  /** Members that have not applied everything that is committed, or not checked what they have. */
  #laggards(): number[] {
    const { history } = this.#cluster.world;
    return allMembers(history.reference.membership).filter((id) => {
      const node = this.#cluster.machines.get(id)?.process?.node;
      return node === undefined || node.raft.applied !== history.committed || !node.isWhole;
    });
  }

  #situation(): string {
    const machines = [...this.#cluster.machines.values()].map(({ id, state, process }) => {
      const raft = process?.node?.raft;
      return `${id} ${state} ${raft?.role.role} term ${raft?.role.term} at ${raft?.applied}/${raft?.committed}`;
    });
    return `${JSON.stringify(this.#cluster.world.history.reference.membership)}; ${machines.join("; ")}`;
  }

  /** Record by record: what readers of this node would see. */
  #compare(id: number): void {
    const { records } = this.#cluster.world.history.reference;
    const found =
      this.#cluster.machines
        .get(id)
        ?.store.entries()
        .filter(([key]) => !key.startsWith("!")) ?? [];
    const isSame = found.every(([key, bytes]) => {
      const { version, value } = decodeStored(bytes);
      const known = records.get(key);
      return known?.version === version && known.value.toHex() === value.toHex();
    });
    if (!isSame || found.length !== records.size)
      throw new Violation("equal state at equal index", `not on ${id}`);
  }
}
