// The main thread's part in the cluster: who this node is, its way into one, and what becomes of it when it is removed.
import { setTimeout as delay } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";
import type { Logger } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Acceptance, JoinWish } from "#cluster/joining/join-proof.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import type { Transaction } from "#core/transaction.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import { NodeDisk } from "#storage/disk/node-disk.ts";
import { LevelStore } from "#storage/level/level-store.ts";
import { ReplaceableStore } from "#storage/replaceable-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import type { ConsensusMethods, NodeMethods } from "../../links/cluster-messages.ts";
import { Rpc } from "../../links/rpc.ts";
import { writeMember } from "../../members/write-member.ts";
import { openCredentials } from "../../node/credential-files.ts";
import { NodeFile, type NodeRecord } from "../../node/node-file.ts";
import { statePlace } from "../../node/state-place.ts";
import type { NodePlan } from "../node-plan.ts";

const CACHE_BYTES = 1 << 20;
/** A node alone elects itself within a few milliseconds. */
const BEGIN_MS = 10_000;
const HAND_OVER_MS = 2000;
const LOOK_MS = 5;

export interface NodeClusterOptions {
  readonly plan: NodePlan;
  readonly status: NodeStatus;
  readonly seal: () => Promise<void>;
  readonly logger: Logger;
}

export class NodeCluster {
  readonly #options: NodeClusterOptions;
  readonly #file: NodeFile;
  readonly #credentials: NodeCredentials;
  #consensus: Rpc<ConsensusMethods> | undefined;
  #store: ReplaceableStore<LevelStore> | undefined;

  private constructor(options: NodeClusterOptions, file: NodeFile, credentials: NodeCredentials) {
    this.#options = options;
    this.#file = file;
    this.#credentials = credentials;
    if (file.record.isRemoved) options.status.set("removed", 1);
  }

  /** Finds out who this node is, or decides it. @throws UnknownFormatError, DiskError */
  static async open(options: NodeClusterOptions): Promise<NodeCluster> {
    const { dataDirectory, nodeId } = options.plan;
    const file = NodeFile.open(new NodeDisk(), dataDirectory, { nodeId, random: secureRandom });
    return new NodeCluster(options, file, await openCredentials(dataDirectory, file.record.nodeId));
  }

  get record(): NodeRecord {
    return this.#file.record;
  }

  get isRemoved(): boolean {
    return this.#file.record.isRemoved === true;
  }

  /** A cluster has taken this node in; its state is perhaps still to come. */
  get isJoining(): boolean {
    return this.#file.record.introduction !== undefined;
  }

  /** What this node says of itself when it joins. */
  get wish(): Omit<JoinWish, "isNonVoter"> {
    const { incarnation, nodeId } = this.#file.record;
    const { clusterAddr, forwardingAddr } = this.#options.plan.addresses;
    return { incarnation, nodeId, clusterAddr, forwardingAddr, pins: [this.#credentials.pin] };
  }

  /** @param port to the consensus thread */
  connect(port: MessagePort): void {
    const methods: NodeMethods = {
      replaceState: ({ place }) => this.#replaceState(place),
      removed: () => this.#removed(),
    };
    this.#consensus = new Rpc<ConsensusMethods>(port, methods);
  }

  /** The consensus thread has opened it. */
  async openStore(): Promise<ReplaceableStore<LevelStore>> {
    const store = await LevelStore.open({
      directory: statePlace(this.#options.plan.dataDirectory),
      cacheBytes: CACHE_BYTES,
      mustExist: true,
    });
    this.#store = new ReplaceableStore(store);
    return this.#store;
  }

  get store(): ReplaceableStore<LevelStore> {
    if (!this.#store) throw new TypeError("the state is not open");
    return this.#store;
  }

  /** Begins a cluster of this node alone, unless it is in one. @throws VaultError when it does not get to lead */
  async begin(): Promise<void> {
    if (this.isRemoved) throw new VaultError("removed", "this node was removed from its cluster");
    const cluster = this.record.cluster ?? { clusterId: randomUuid(), lineageId: randomUuid() };
    if (!this.record.cluster) this.#file.update({ cluster });
    await this.#consensus?.call("begin", cluster);
    this.#file.update({ isSettled: true });
    const { status } = this.#options;
    for (let waitedMs = 0; !status.isOpenLeader; waitedMs += LOOK_MS) {
      if (waitedMs >= BEGIN_MS) throw new VaultError("not_executed", "not executed: this node does not lead");
      await delay(LOOK_MS);
    }
  }

  /** The first member's record. */
  seed(transaction: Transaction): void {
    writeMember(transaction, { ...this.wish, wantsVote: true, joinedAtMs: transaction.nowMs });
  }

  /** A cluster has taken this node in. Durable when it settles. */
  async accept({ clusterId, lineageId, index, members }: Acceptance): Promise<void> {
    const cluster = { clusterId, lineageId };
    const introduction = { index, members };
    this.#file.update({ cluster, introduction });
    await this.#consensus?.call("introduce", { ids: cluster, members: introduction });
  }

  /** A leader lets another one lead, if there is one; settles when it does. */
  async handOver(): Promise<void> {
    const { status } = this.#options;
    if (status.role !== "leader") return;
    const isBegun = await this.#consensus?.call("handOver", { to: undefined });
    for (let waitedMs = 0; isBegun && waitedMs < HAND_OVER_MS; waitedMs += LOOK_MS) {
      if (status.role !== "leader") return;
      await delay(LOOK_MS);
    }
  }

  async close(): Promise<void> {
    this.#consensus?.close();
    await this.#store?.current.close();
  }

  async #replaceState(directory: string): Promise<void> {
    const next = await LevelStore.open({ directory, cacheBytes: CACHE_BYTES, mustExist: true });
    const before = this.#store?.replace(next);
    if (!this.record.isSettled) this.#file.update({ isSettled: true });
    await before?.close();
  }

  async #removed(): Promise<void> {
    const { status, logger, seal } = this.#options;
    if (this.isRemoved) return;
    logger.error("this node was removed from its cluster: it seals, and its data will never take part again");
    this.#file.update({ isRemoved: true });
    status.set("removed", 1);
    await seal();
  }
}
