// A whole simulated cluster: machines, network, clients, and the checkers that watch them.
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { ClusterHistory } from "../checkers/cluster-history.ts";
import { LogChecks } from "../checkers/log-checks.ts";
import { NodeChecks } from "../checkers/node-checks.ts";
import { ReadChecks } from "../checkers/read-checks.ts";
import { Client } from "../clients/client.ts";
import { ClientHistory } from "../clients/client-history.ts";
import { SimulatedMachine } from "../node/simulated-machine.ts";
import { SimulatedSnapshots } from "../node/simulated-snapshots.ts";
import { noFaults } from "./fault-counts.ts";
import type { Settings } from "./settings.ts";
import { SimulatedNetwork } from "./simulated-network.ts";
import { Trace } from "./trace.ts";
import { VirtualTime } from "./virtual-time.ts";
import type { World } from "./world.ts";

export interface ClusterOptions {
  readonly seed: number;
  readonly settings: Settings;
  readonly keepsTrace: boolean;
}

/** What a cluster's first log begins after. */
const BEGINNING = { index: 1, term: 1 };

export class Cluster {
  readonly world: World;
  readonly machines = new Map<number, SimulatedMachine>();
  readonly clients: readonly Client[];
  readonly clientHistory: ClientHistory;
  isHealing = false;
  #nextId: number;

  constructor({ seed, settings, keepsTrace }: ClusterOptions) {
    const time = new VirtualTime();
    const faults = noFaults();
    const history = new ClusterHistory();
    const logChecks = new LogChecks(history);
    const fork = (name: string): SeededRandom => new SeededRandom(mixed(seed, name));
    const founders = Array.from({ length: settings.nodes }, (_, at) => at + 1);
    this.world = {
      settings,
      time,
      trace: new Trace(keepsTrace),
      faults,
      events: { deliveries: 0, diskOperations: 0, clientOperations: 0, elections: 0 },
      history,
      logChecks,
      nodeChecks: new NodeChecks(history, logChecks),
      readChecks: new ReadChecks(history, time, settings.limits.core.readMode === "lease"),
      network: new SimulatedNetwork({
        time,
        random: fork("network"),
        counts: faults,
        deliver: (from, to, batch) => this.#deliver(from, to, batch),
      }),
      snapshots: new SimulatedSnapshots(
        () => this.world,
        fork("snapshots"),
        (id) => this.machines.get(id),
      ),
      fork,
      hasEqualTimeouts: () => settings.hasEqualTimeouts && !this.isHealing,
      founders,
    };
    history.begin(BEGINNING.index, BEGINNING.term, founders);
    this.clientHistory = new ClientHistory(history);
    this.clientHistory.hasNotes = !settings.hasOldVersions;
    const old = fork("versions");
    for (const id of founders) this.#add(id, true, settings.hasOldVersions && old.chance(0.5));
    if (settings.hasOldVersions) faults["mixed versions"]++;
    this.#nextId = founders.length + 1;
    this.clients = Array.from({ length: settings.clients }, (_, at) => this.#client(at + 1));
  }

  /** Runs events until `untilMs` of the world's time. */
  async run(untilMs: number, isOver: () => boolean = () => false): Promise<void> {
    const { time, trace } = this.world;
    for (;;) {
      if (isOver()) return;
      const event = time.next(untilMs);
      if (event === undefined) return;
      const promise = event.run();
      if (promise !== undefined) await promise;
      trace.number(event.order);
    }
  }

  /** A machine without data, waiting to be taken in. */
  addMachine(): SimulatedMachine {
    return this.#add(this.#nextId++, false, false);
  }

  /** The one that leads the latest term, as far as anybody up does. */
  leader(): SimulatedMachine | undefined {
    let best: SimulatedMachine | undefined;
    for (const machine of this.machines.values()) {
      const role = machine.isUp ? machine.process?.node?.raft.role : undefined;
      if (role?.role !== "leader") continue;
      if (best === undefined || role.term > (best.process?.node?.raft.role.term ?? 0)) best = machine;
    }
    return best;
  }

  up(): SimulatedMachine[] {
    return [...this.machines.values()].filter((machine) => machine.isUp);
  }

  start(machine: SimulatedMachine): void {
    this.world.time.after(0, () => machine.start());
  }

  /** Destroys a machine that is no member any more. */
  retire(machine: SimulatedMachine): void {
    machine.loseDisk();
    this.machines.delete(machine.id);
  }

  #add(id: number, isFounder: boolean, isOld: boolean): SimulatedMachine {
    const machine = new SimulatedMachine(this.world, {
      id,
      isFounder,
      isOld,
      onEnd: (ended) => this.#ended(ended),
    });
    this.machines.set(id, machine);
    return machine;
  }

  #client(number: number): Client {
    return new Client({
      number,
      world: this.world,
      history: this.clientHistory,
      machines: () => [...this.machines.values()],
    });
  }

  /** The system closes a dead process's connections: peers that can be reached hear of it soon. */
  #ended(ended: SimulatedMachine): void {
    this.clientHistory.endings++;
    const { network, time } = this.world;
    for (const peer of this.machines.values()) {
      if (peer === ended || network.isCut(ended.id, peer.id)) continue;
      time.after(4 + peer.random.below(3), () => {
        const { process } = peer;
        if (ended.isUp) return;
        process?.input(() => process.node?.raft.peerConnectionLost(ended.id));
      });
    }
  }

  #deliver(from: number, to: number, batch: PeerBatch): void {
    const process = this.machines.get(to)?.process;
    if (process === undefined || !process.isUp) return;
    const { events, trace } = this.world;
    events.deliveries += batch.messages.length;
    trace.number(from);
    trace.number(to);
    for (const message of batch.messages) trace.text(message.kind);
    process.input(() => process.node?.receive(from, batch));
  }
}

function mixed(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return (hash >>> 0) + Math.floor(seed / 0x1_0000_0000) * 0x1_0000_0000;
}
