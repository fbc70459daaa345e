// Makes this node a member of a cluster: because somebody asks for it, or because the configuration says where to look.
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "#base/logger.ts";
import type { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Acceptance, JoinWish } from "#cluster/joining/join-proof.ts";
import type { JoiningDesk, JoinTarget } from "#core/cluster/raft-desk.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import { JoinCall, type JoinChallenge, reasonOf } from "./join-call.ts";

export interface JoinDeskOptions {
  /** Type of the configured seal. */
  readonly sealType: string;
  readonly keeper: () => SealKeeper;
  /** What this node says of itself. */
  readonly wish: () => Omit<JoinWish, "isNonVoter">;
  /** Whether the node's state is there: it is a member, or begins a cluster. */
  readonly isInitialized: () => boolean;
  readonly isRemoved: () => boolean;
  /** A cluster has taken this node in: durable when it settles. */
  readonly accepted: (acceptance: Acceptance) => Promise<void>;
  readonly logger: Logger;
}

const SHORTEST_MS = 250;
const LONGEST_MS = 5000;

export class JoinDesk implements JoiningDesk {
  readonly #options: JoinDeskOptions;
  #isRetrying = false;
  #isClosed = false;

  constructor(options: JoinDeskOptions) {
    this.#options = options;
  }

  /** @throws VaultError */
  async join(target: JoinTarget): Promise<void> {
    const { isInitialized, isRemoved } = this.#options;
    if (isRemoved()) throw new VaultError("removed", "this node was removed from its cluster");
    if (isInitialized()) return;
    if (target.leaderApiAddr === "") {
      throw new VaultError("invalid_request", "leader_api_addr: an address is required");
    }
    try {
      await this.#attempt(target);
    } catch (error) {
      if (target.retries) this.retry([target]);
      else throw refusalOf(error);
    }
  }

  /** Tries one after the other until the node is in a cluster. */
  retry(targets: readonly JoinTarget[]): void {
    if (this.#isRetrying || targets.length === 0) return;
    this.#isRetrying = true;
    void this.#rounds(targets).finally(() => {
      this.#isRetrying = false;
    });
  }

  close(): void {
    this.#isClosed = true;
  }

  async #rounds(targets: readonly JoinTarget[]): Promise<void> {
    const told = new Map<string, string>();
    for (let waitMs = SHORTEST_MS; ; waitMs = Math.min(waitMs * 1.5, LONGEST_MS)) {
      for (const target of targets) {
        if (this.#isOver) return;
        // Its state is on its way; asking again does no harm, and helps where the leader forgot.
        if (await this.#try(target, told)) waitMs = LONGEST_MS;
      }
      await delay(waitMs * (0.75 + Math.random() / 2), undefined, { ref: false });
    }
  }

  get #isOver(): boolean {
    const { isInitialized, keeper } = this.#options;
    return this.#isClosed || isInitialized() || keeper().isJoining;
  }

  /** @returns whether a cluster has taken this node in */
  async #try(target: JoinTarget, told: Map<string, string>): Promise<boolean> {
    const { logger } = this.#options;
    try {
      await this.#attempt(target);
      return true;
    } catch (error) {
      const reason = reasonOf(error);
      // The same again and again is told once.
      if (told.get(target.leaderApiAddr) !== reason) {
        logger.warn("the node could not join", { address: target.leaderApiAddr, reason });
      }
      told.set(target.leaderApiAddr, reason);
      return false;
    }
  }

  async #attempt(target: JoinTarget): Promise<void> {
    const { sealType, keeper, logger, wish } = this.#options;
    using call = new JoinCall(target);
    const found = await call.challenge(wish().nodeId);
    if (found.sealType !== sealType) {
      throw new TypeError(
        `the cluster has a ${found.sealType} seal, this node is configured for ${sealType}`,
      );
    }
    const pending = {
      config: { type: found.sealType, shares: found.shares, threshold: found.threshold, initialisedAtMs: 0 },
      wrappedRootKey: found.wrappedRootKey,
      complete: (rootKey: Secret) => this.#complete(target, rootKey),
    };
    if (sealType !== "shamir") {
      await keeper().joinItself({ ...pending, complete: (rootKey) => this.#answer(target, found, rootKey) });
      return;
    }
    keeper().pendJoin(pending);
    logger.info("the node joins when it is given the cluster's unseal keys", {
      address: target.leaderApiAddr,
    });
  }

  /** The keys came after a while: the challenge of then may have run out. */
  async #complete(target: JoinTarget, rootKey: Secret): Promise<void> {
    try {
      using call = new JoinCall(target);
      await this.#answer(target, await call.challenge(this.#options.wish().nodeId), rootKey);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async #answer(target: JoinTarget, { challenge }: JoinChallenge, rootKey: Secret): Promise<void> {
    const { accepted, logger } = this.#options;
    const wish = { ...this.#options.wish(), isNonVoter: target.isNonVoter };
    using call = new JoinCall(target);
    await accepted(await call.answer(challenge, wish, rootKey.reveal()));
    logger.info("the node has joined a cluster", { address: target.leaderApiAddr });
  }
}

function refusalOf(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  return new VaultError("internal", `failed to join raft cluster: ${reasonOf(error)}`, { cause: error });
}
