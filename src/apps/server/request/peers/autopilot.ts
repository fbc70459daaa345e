// Autopilot at work, on the first request thread of the leader: looks at the members, and does what its plan says.
import type { Logger } from "#base/logger.ts";
import { AUTOPILOT_KEY, autopilotRecord, DEFAULT_AUTOPILOT } from "#cluster/autopilot/autopilot-config.ts";
import { type AutopilotStep, autopilotStep } from "#cluster/autopilot/autopilot-plan.ts";
import { healthOf } from "#cluster/autopilot/member-health.ts";
import { memberKey, memberRecord } from "#cluster/members/member.ts";
import { writeMember } from "../../members/write-member.ts";
import type { Foundation } from "../foundation.ts";
import { markRemoved } from "./admission.ts";
import type { MemberGuard } from "./member-guard.ts";
import { observedMembers } from "./observed-members.ts";
import type { PeerDesk } from "./peer-desk.ts";
import type { RaftRoom } from "./raft-room.ts";
import { registrationOf } from "./registration.ts";

export interface AutopilotOptions {
  readonly foundation: Foundation;
  readonly peers: PeerDesk;
  readonly raft: RaftRoom;
  readonly guard: MemberGuard;
  /** Between two looks, when nothing is awaited. */
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** Members that wait for a vote are looked at more often. */
const EAGER_MS = 100;

export class Autopilot {
  readonly #options: AutopilotOptions;
  #timer: NodeJS.Timeout | undefined;
  #isOn = false;
  #round: Promise<void> = Promise.resolve();

  constructor(options: AutopilotOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isOn = true;
    this.#later(EAGER_MS);
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    clearTimeout(this.#timer);
    await this.#round;
  }

  #later(ms: number): void {
    if (!this.#isOn) return;
    this.#timer = setTimeout(() => {
      this.#round = this.#look();
    }, ms);
  }

  async #look(): Promise<void> {
    const { peers, logger } = this.#options;
    try {
      const step = await this.#nextStep();
      if (step !== undefined) await this.#take(step);
      else await this.#register();
    } catch (error) {
      logger.warn("autopilot could not do what was due", { reason: (error as Error).message });
    }
    const isAwaited = peers.room.members.some(({ isVoter, wantsVote }) => !isVoter && wantsVote);
    this.#later(isAwaited ? EAGER_MS : this.#options.intervalMs);
  }

  async #nextStep(): Promise<AutopilotStep | undefined> {
    const { peers, foundation } = this.#options;
    const [status, { members }] = await Promise.all([
      peers.consensus.call("clusterStatus"),
      peers.consensus.call("clusterView"),
    ]);
    if (!status.isOpenLeader || foundation.barrier.isSealed) return undefined;
    foundation.cache.refresh();
    const config = foundation.cache.read(autopilotRecord, AUTOPILOT_KEY).value ?? DEFAULT_AUTOPILOT;
    const observed = observedMembers(status, members);
    const health = observed.map((member) => healthOf(member, config, status.lastIndex));
    return autopilotStep(health, config, status.committed);
  }

  /** One at a time: the next look finds the next. */
  async #register(): Promise<void> {
    const { foundation, peers, raft, logger } = this.#options;
    if (!foundation.status.isOpenLeader || foundation.barrier.isSealed) return;
    for (const view of peers.room.members) {
      const stored = foundation.store.get(memberKey(view.incarnation));
      const next = stored && registrationOf(memberRecord.decode(stored.value), view);
      if (next === undefined || !this.#options.guard.isGenuine(view.incarnation)) continue;
      await raft.changes.run(async (transaction) => {
        writeMember(transaction, next);
        return [{ action: "update", nodeId: next.incarnation }];
      });
      logger.info("a member is registered anew", { member: next.nodeId, address: next.clusterAddr });
      return;
    }
  }

  async #take(step: AutopilotStep): Promise<void> {
    const { raft, logger, peers } = this.#options;
    if (step.kind === "promote") {
      await raft.changes.run(async () =>
        step.incarnations.map((nodeId) => ({ action: "add-voter" as const, nodeId })),
      );
      for (const id of step.incarnations)
        logger.info("a member has a vote now", { member: this.#nameOf(id) });
      return;
    }
    const dead = peers.room.member(step.incarnation);
    if (!dead) return;
    logger.warn("a dead member is removed", { member: dead.nodeId });
    await raft.changes.run(async (transaction) => {
      markRemoved(transaction, dead);
      return [{ action: "remove", nodeId: dead.incarnation }];
    });
  }

  #nameOf(incarnation: number): string {
    return this.#options.peers.room.member(incarnation)?.nodeId ?? String(incarnation);
  }
}
