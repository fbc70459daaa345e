// One request thread's whole core, behind the few things that its thread asks of it.
import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import type { Pause } from "#base/pause.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Request } from "#contract/request.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import type { Answer } from "#core/core.ts";
import { EncryptionCounter } from "#core/sealing/encryption-counter.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { Consensus, Outcome } from "#storage/consensus.ts";
import type { KvStore } from "#storage/kv-store.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import type { AuditPlan } from "../main/audit-plan.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import { RequestInstruments } from "../observability/request-instruments.ts";
import { RequestTelemetry } from "../observability/request-telemetry.ts";
import { assemble, type Rooms } from "./assemble.ts";
import { Duties } from "./duties.ts";
import { type Foundation, layFoundation } from "./foundation.ts";
import { hands } from "./hands.ts";
import { Housekeeping } from "./housekeeping.ts";
import { makeAuditBroker } from "./make-audit-broker.ts";
import { RemoteNodeDesk } from "./remote-node-desk.ts";
import { remoteQuorumDesk } from "./remote-quorum-desk.ts";

export interface RequestCoreOptions {
  data: RequestThreadData;
  store: KvStore;
  consensus: Consensus;
  logger: Logger;
  clock: Clock;
  main: Rpc<MainMethods>;
}

export class RequestCore {
  readonly #foundation: Foundation;
  readonly #audit: AuditBroker;
  readonly #node: RemoteNodeDesk;
  readonly #telemetry: RequestTelemetry;
  readonly #rooms: Rooms;
  /** Only the first thread has duties. */
  readonly #duties: Duties | undefined;
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
    this.#node = new RemoteNodeDesk({ ...this.#foundation, facts: data.facts, main });
    const counter = new EncryptionCounter(data.memory.encryptions);
    this.#rooms = assemble({
      foundation: this.#foundation,
      audit: this.#audit,
      auditRules: this.#auditRules,
      node: this.#node,
      quorum: remoteQuorumDesk(main),
      telemetry: this.#telemetry,
      encryptions: () => counter.ofTerm,
    });
    const housekeeping = new Housekeeping(this.#foundation, this.#rooms.policies, this.#audit);
    const telemetry = this.#telemetry;
    this.#duties =
      data.index === 0 ? new Duties(this.#foundation, this.#rooms, { telemetry, housekeeping }) : undefined;
  }

  get telemetry(): RequestTelemetry {
    return this.#telemetry;
  }

  /** @throws VaultError */
  handle(request: Request): MaybePromise<Answer> {
    const { consensus, barrier } = this.#foundation;
    const { pipeline, nodeRoutes } = this.#rooms;
    if (barrier.isSealed || nodeRoutes.find(request.path)) return pipeline.handle(request);
    return andThen(consensus.readGate(), (isOpen) => {
      if (!isOpen)
        throw new VaultError("no_leader", "local node not active but active cluster node not found");
      return pipeline.handle(request);
    });
  }

  commitInit(initialization: Initialization): Promise<void> {
    return this.#node.commitInit(initialization);
  }

  commitSealed(proposal: SealedProposal): Promise<Outcome["kind"]> {
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
    await this.#duties?.close();
    this.#telemetry.close();
    this.#audit.close();
  }

  #nextId(origin: number) {
    const { logTimeMs } = this.#foundation;
    return { origin, sequence: ++this.#sequence, sentAtMs: logTimeMs() };
  }
}

const pause: Pause = async (ms, signal) => {
  await delay(ms, undefined, { ...(signal && { signal }) }).catch(() => {});
};
