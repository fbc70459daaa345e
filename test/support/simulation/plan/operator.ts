// The cluster's operator: carries out changes of membership one after the other, replaces members that lost their
// data, and takes machines away that are no members any more. Never asks for what would cost the quorum.
import type { ConfChange, ConfChangeStep } from "#raft/core/confchange/conf-change.ts";
import { allMembers, isJoint, type Membership } from "#raft/core/confchange/membership.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import type { SimulatedMachine } from "../node/simulated-machine.ts";
import type { Cluster } from "../world/cluster.ts";
import type { FaultKind } from "../world/fault-counts.ts";

export type Wish = "add" | "remove" | "remove-leader" | "replace" | "demote" | "promote" | "joint";

/** A change that stands in some log and may still come into force, or be overwritten. */
interface Doubtful {
  readonly index: number;
  readonly term: number;
  readonly names: readonly number[];
}

interface Proposed {
  readonly steps: ConfChangeStep[];
  readonly counts: readonly FaultKind[];
}

const ROUND_MS = 120;
const MOST_VOTERS = 7;
const MOST_MACHINES = 9;
/** A machine that has been no member for so long may go. */
const FAREWELL_MS = 600;

export class Operator {
  readonly #cluster: Cluster;
  readonly #random: SeededRandom;
  readonly #wishes: Wish[] = [];
  readonly #leavingSince = new Map<number, number>();
  #doubtful: Doubtful[] = [];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#random = cluster.world.fork("operator");
  }

  start(): void {
    this.#cluster.world.time.after(ROUND_MS, () => {
      this.#round();
      this.start();
    });
  }

  wish(wish: Wish): void {
    if (this.#wishes.length < 4) this.#wishes.push(wish);
  }

  /** Whether nothing is left to repair. */
  get isDone(): boolean {
    const { membership } = this.#cluster.world.history.reference;
    return !isJoint(membership) && this.#lost(membership).length === 0;
  }

  /** Whether `machine` may lose its data and the cluster still keep all of its own. */
  mayLose(machine: SimulatedMachine): boolean {
    const { reference } = this.#cluster.world.history;
    this.#settleDoubts();
    if (this.#doubtful.length > 0) return false;
    const views = [reference.membership];
    for (const { process } of this.#cluster.up()) {
      if (process?.node !== undefined) views.push(process.node.raft.status().membership);
    }
    return views.every((membership) => {
      if (isJoint(membership)) return false;
      const { machines } = this.#cluster;
      const lost = membership.voters.filter(
        (id) => id !== machine.id && (machines.get(id)?.isDoomed ?? true),
      );
      const isVoter = membership.voters.includes(machine.id);
      return lost.length + (isVoter ? 1 : 0) <= Math.floor((membership.voters.length - 1) / 2);
    });
  }

  #round(): void {
    const leader = this.#cluster.leader();
    const raft = leader?.process?.node?.raft;
    this.#settleDoubts();
    this.#retireFormerMembers();
    if (leader === undefined || raft === undefined) return;
    // Mostly it waits until the leader knows all that is committed; the leader must be safe against those who do not.
    if (leader.process?.node?.desk.isOpen !== true && !this.#random.chance(0.3)) return;
    const { membership } = raft.status();
    if (isJoint(membership)) {
      if (!membership.autoLeave) this.#propose(leader, { transition: "auto", steps: [] });
      return;
    }
    const change = this.#repair(membership) ?? this.#fulfil(membership, leader.id);
    if (change === undefined) return;
    const { faults } = this.#cluster.world;
    const transition =
      change.steps.length > 1
        ? this.#random.pick<ConfChange["transition"]>(["auto", "joint-implicit", "joint-explicit"])
        : "auto";
    this.#propose(leader, { transition, steps: change.steps }, () => {
      for (const kind of change.counts) faults[kind]++;
      if (change.steps.length > 1) faults["joint change"]++;
    });
  }

  #propose(
    leader: SimulatedMachine,
    change: Omit<ConfChange, "context">,
    onTaken: () => void = () => {},
  ): void {
    const { process } = leader;
    process?.input(() => {
      const outcome = process.node?.raft.proposeMembership({ ...change, context: new Uint8Array(0) });
      if (outcome?.kind !== "appended") return;
      const names = change.steps.map(({ nodeId }) => nodeId);
      this.#doubtful.push({ index: outcome.firstIndex, term: outcome.term, names });
      onTaken();
    });
  }

  /** Forgets changes whose place in the log is decided: by then they are in force, or can never be. */
  #settleDoubts(): void {
    const { history } = this.#cluster.world;
    this.#doubtful = this.#doubtful.filter(({ index }) => history.committedTerm(index) === undefined);
  }

  /** Members whose data is gone are replaced, before anything else is done. */
  #repair(membership: Membership): Proposed | undefined {
    const [lost] = this.#lost(membership);
    if (lost === undefined) return undefined;
    if (!membership.voters.includes(lost)) return { steps: [{ action: "remove", nodeId: lost }], counts: [] };
    return this.#replacement(membership, lost);
  }

  #replacement(membership: Membership, old: number): Proposed {
    const remove: ConfChangeStep = { action: "remove", nodeId: old };
    const ready = membership.learners.find((id) => this.#cluster.machines.get(id)?.isUp);
    // A learner first, so that the newcomer has caught up when it begins to count; or at once.
    if (ready !== undefined) {
      return { steps: [{ action: "add-voter", nodeId: ready }, remove], counts: ["member replaced"] };
    }
    const newcomer = this.#newcomer();
    if (newcomer === undefined) return { steps: [remove], counts: ["member removed"] };
    if (this.#random.chance(0.6))
      return { steps: [{ action: "add-learner", nodeId: newcomer }], counts: ["member added"] };
    return { steps: [{ action: "add-voter", nodeId: newcomer }, remove], counts: ["member replaced"] };
  }

  #fulfil(membership: Membership, leader: number): Proposed | undefined {
    const wish = this.#cluster.isHealing ? undefined : this.#wishes.shift();
    const others = membership.voters.filter((id) => id !== leader);
    const victim = others[this.#random.below(others.length)] ?? 0;
    const [learner] = membership.learners;
    const maySpare = membership.voters.length > 3 && this.#mostAreUp(membership);
    switch (wish) {
      case "add": {
        const id = membership.voters.length < MOST_VOTERS ? this.#newcomer() : undefined;
        const action = this.#random.chance(0.5) ? "add-voter" : "add-learner";
        return id === undefined ? undefined : { steps: [{ action, nodeId: id }], counts: ["member added"] };
      }
      case "remove":
        return maySpare
          ? { steps: [{ action: "remove", nodeId: victim }], counts: ["member removed"] }
          : undefined;
      case "remove-leader":
        if (!maySpare) return undefined;
        return {
          steps: [{ action: "remove", nodeId: leader }],
          counts: ["leader removed", "member removed"],
        };
      case "replace":
        return this.#mostAreUp(membership) ? this.#replacement(membership, victim) : undefined;
      case "demote":
        return maySpare ? { steps: [{ action: "add-learner", nodeId: victim }], counts: [] } : undefined;
      case "promote":
        return learner === undefined
          ? undefined
          : { steps: [{ action: "add-voter", nodeId: learner }], counts: [] };
      case "joint": {
        const id = this.#newcomer();
        if (id === undefined || !maySpare) return undefined;
        const steps: ConfChangeStep[] = [
          { action: "add-voter", nodeId: id },
          { action: "add-learner", nodeId: victim },
        ];
        return { steps, counts: ["member added"] };
      }
      default:
        return undefined;
    }
  }

  #mostAreUp({ voters }: Membership): boolean {
    return voters.every((id) => {
      const machine = this.#cluster.machines.get(id);
      return machine?.isUp === true && !machine.isDoomed;
    });
  }

  #newcomer(): number | undefined {
    const { machines } = this.#cluster;
    if ([...machines.values()].filter(({ state }) => state !== "lost").length >= MOST_MACHINES)
      return undefined;
    const machine = this.#cluster.addMachine();
    this.#cluster.start(machine);
    return machine.id;
  }

  #lost(membership: Membership): number[] {
    const { machines } = this.#cluster;
    return allMembers(membership).filter((id) => (machines.get(id)?.state ?? "lost") === "lost");
  }

  #retireFormerMembers(): void {
    const { history, time } = this.#cluster.world;
    const members = new Set(allMembers(history.reference.membership));
    for (const machine of [...this.#cluster.machines.values()]) {
      if (members.has(machine.id) || this.#isWanted(machine.id)) {
        this.#leavingSince.delete(machine.id);
        continue;
      }
      const sinceMs = this.#leavingSince.get(machine.id) ?? time.nowMs;
      this.#leavingSince.set(machine.id, sinceMs);
      if (time.nowMs - sinceMs >= FAREWELL_MS * 4) this.#cluster.retire(machine);
    }
  }

  /** Some member still counts it as one, or may do so yet: without it there might be no quorum to tell them. */
  #isWanted(id: number): boolean {
    if (this.#doubtful.some(({ names }) => names.includes(id))) return true;
    return [...this.#cluster.machines.values()].some((machine) => {
      if (machine.id === id || machine.state === "lost") return false;
      const { node } = machine.process ?? {};
      return node === undefined || allMembers(node.raft.status().membership).includes(id);
    });
  }
}
