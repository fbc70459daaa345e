// One request thread's whole core, behind the few things that its thread asks of it.
import { setTimeout as delay } from "node:timers/promises";
import { KeyMemory } from "#barrier/key-memory.ts";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import type { MemberService } from "#cluster/peers/member-port.ts";
import type { Request } from "#contract/request.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import type { Answer } from "#core/core.ts";
import { EncryptionCounter } from "#core/sealing/encryption-counter.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { Outcome } from "#http/write-answer.ts";
import type { Consensus, Outcome as ProposalOutcome } from "#storage/consensus.ts";
import type { KvStore } from "#storage/kv-store.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import type { AuditPlan } from "../main/audit-plan.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import { RequestInstruments } from "../observability/request-instruments.ts";
import { RequestTelemetry } from "../observability/request-telemetry.ts";
import { assemble, type Rooms } from "./assemble.ts";
import { Duties } from "./duties.ts";
import { ForwardingDesk } from "./forwarding/forwarding-desk.ts";
import { type Foundation, layFoundation } from "./foundation.ts";
import { hands } from "./hands.ts";
import { Housekeeping } from "./housekeeping.ts";
import { makeAuditBroker } from "./make-audit-broker.ts";
import { Autopilot } from "./peers/autopilot.ts";
import { MemberGuard } from "./peers/member-guard.ts";
import type { PeerDesk } from "./peers/peer-desk.ts";
import { RaftRoom } from "./peers/raft-room.ts";
import { RemoteNodeDesk } from "./remote-node-desk.ts";
import { remoteQuorumDesk } from "./remote-quorum-desk.ts";

export interface RequestCoreOptions {
  data: RequestThreadData;
  store: KvStore;
  consensus: Consensus;
  logger: Logger;
  clock: Clock;
  main: Rpc<MainMethods>;
  peers: PeerDesk;
}

export class RequestCore {
  readonly #foundation: Foundation;
  readonly #audit: AuditBroker;
  readonly #node: RemoteNodeDesk;
  readonly #telemetry: RequestTelemetry;
  readonly #rooms: Rooms;
  readonly #forwarding: ForwardingDesk;
  readonly #guard: MemberGuard;
  /** Only the first thread has duties. */
  #duties: Duties | undefined;
  /** Of the start, or of the last SIGHUP. */
  readonly #auditRules: AuditPlan;
  #sequence = 0;

  constructor(options: RequestCoreOptions) {
    const { data, main } = options;
    this.#auditRules = { ...data.audit };
    const nextId = () => this.#nextId(data.origin);
    const instruments = new RequestInstruments({
      ...options,
      thread: `request-${data.index}`,
      maxMounts: data.telemetry.maximumGaugeCardinality,
    });
    this.#foundation = layFoundation(
      instruments.measuring({ ...options, ...data, ...hands(main, data), pause, nextId }),
    );
    this.#telemetry = new RequestTelemetry({ data, main, foundation: this.#foundation, instruments });
    this.#audit = makeAuditBroker(this.#foundation, data, instruments.audit);
    this.#telemetry.showAudit(this.#audit);
    const { peers } = options;
    const guard = new MemberGuard({
      foundation: this.#foundation,
      room: peers.room,
      tells: data.index === 0,
    });
    this.#guard = guard;
    this.#telemetry.showMembers(guard);
    const rootKey = (): Uint8Array => new KeyMemory(data.memory.keys).rootKey;
    this.#node = new RemoteNodeDesk({
      ...this.#foundation,
      facts: data.facts,
      main,
      cluster: peers.room,
      guard,
    });
    const raft = new RaftRoom({ foundation: this.#foundation, peers, guard, rootKey });
    const counter = new EncryptionCounter(data.memory.encryptions);
    this.#rooms = assemble({
      foundation: this.#foundation,
      audit: this.#audit,
      auditRules: this.#auditRules,
      node: this.#node,
      quorum: remoteQuorumDesk(main),
      raft,
      telemetry: this.#telemetry,
      encryptions: () => counter.ofTerm,
    });
    this.#forwarding = new ForwardingDesk({
      meter: instruments.forwards,
      guard,
      foundation: this.#foundation,
      peers,
      self: data.record.incarnation,
      rootKey,
      serve: (request) => this.#serve(request),
      maxRequestMs: Math.max(...data.listeners.map(({ limits }) => limits.maxRequestDurationMs)),
      maxRequestBytes: Math.max(...data.listeners.map(({ limits }) => limits.maxRequestBytes)),
    });
    if (data.index === 0) this.#duties = this.#makeDuties(raft, options);
  }

  get telemetry(): RequestTelemetry {
    return this.#telemetry;
  }

  /** What members may ask of this thread, beside the state. */
  get services(): MemberService[] {
    return [this.#forwarding.service];
  }

  /** The node stops: members get the answers to what they asked. */
  leave(deadlineMs: number): Promise<void> {
    return this.#forwarding.leave(deadlineMs);
  }

  /** @throws VaultError */
  handle(request: Request): MaybePromise<Outcome> {
    const { pipeline, nodeRoutes } = this.#rooms;
    const isOwn = this.#foundation.barrier.isSealed || nodeRoutes.find(request.path) !== undefined;
    return isOwn ? pipeline.handle(request) : this.#forwarding.handle(request);
  }

  commitInit(initialization: Initialization): Promise<void> {
    return this.#node.commitInit(initialization);
  }

  commitSealed(proposal: SealedProposal): Promise<ProposalOutcome["kind"]> {
    return this.#node.commitSealed(proposal);
  }

  /** The barrier is being sealed: nothing that was decrypted is kept. */
  forget(): void {
    this.#foundation.cache.clear();
    this.#audit.close();
  }

  /** SIGHUP: files are opened anew, and the configuration's devices are as they are there now. */
  reloadAudit(plan: AuditPlan): void {
    Object.assign(this.#auditRules, plan);
    this.#audit.reopen();
    this.#audit.declare(plan.declared);
  }

  async close(): Promise<void> {
    this.#forwarding.close();
    this.#guard.close();
    await this.#duties?.close();
    this.#telemetry.close();
    this.#audit.close();
  }

  #makeDuties(raft: RaftRoom, { peers, data }: RequestCoreOptions): Duties {
    const foundation = this.#foundation;
    const autopilot = new Autopilot({
      foundation,
      peers,
      raft,
      guard: this.#guard,
      intervalMs: data.autopilotIntervalMs,
      logger: foundation.logger.named("autopilot"),
    });
    const housekeeping = new Housekeeping(foundation, this.#rooms.policies, this.#audit);
    return new Duties({
      foundation,
      rooms: this.#rooms,
      telemetry: this.#telemetry,
      autopilot,
      housekeeping,
    });
  }

  #serve(request: Request): MaybePromise<Answer> {
    return andThen(this.#foundation.consensus.readGate(), (isOpen) => {
      if (!isOpen) {
        throw new VaultError("no_leader", "local node not active but active cluster node not found");
      }
      return this.#rooms.pipeline.handle(request);
    });
  }

  #nextId(origin: number) {
    const { logTimeMs } = this.#foundation;
    return { origin, sequence: ++this.#sequence, sentAtMs: logTimeMs() };
  }
}

const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { ...(signal && { signal }) }).catch(() => {});
};
