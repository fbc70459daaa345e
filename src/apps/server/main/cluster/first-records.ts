// The first records of a cluster that this node begins: for sys/init, and for -dev.
import type { Logger } from "#base/logger.ts";
import type { InitRequest } from "#core/sealing/init-request.ts";
import { type Initialization, initialize, type Seed } from "#core/sealing/initialize.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import { alreadyInitialized } from "#core/sealing/seal-paths.ts";
import { seedTokens } from "#core/tokens/seed-tokens.ts";
import type { Seal } from "#seals/seal.ts";
import { SEEDS } from "../seeds.ts";
import type { NodeCluster } from "./node-cluster.ts";

export interface FirstRecordsOptions {
  readonly cluster: NodeCluster;
  readonly keeper: () => SealKeeper;
  /** The configured seal, if it unseals by itself. */
  readonly seal: Seal | undefined;
  readonly clusterName: string | undefined;
  readonly logTimeMs: () => number;
  readonly logger: Logger;
}

export interface FirstRecordsWish {
  readonly rootTokenId?: string | undefined;
  readonly seeds?: readonly Seed[];
}

export class FirstRecords {
  readonly #options: FirstRecordsOptions;

  constructor(options: FirstRecordsOptions) {
    this.#options = options;
  }

  /** Begins the cluster and makes its records, which are not stored yet. @throws VaultError */
  async prepare(request: InitRequest, wish: FirstRecordsWish = {}): Promise<Initialization> {
    const { cluster, keeper, seal, clusterName, logTimeMs } = this.#options;
    if (keeper().config() || keeper().isJoining || cluster.isJoining) throw alreadyInitialized();
    await cluster.begin();
    return initialize({
      request,
      seal,
      clusterName,
      nowMs: logTimeMs(),
      seeds: [...SEEDS, (transaction) => cluster.seed(transaction), ...(wish.seeds ?? [])],
      seedRootToken: (transaction) => seedTokens(transaction, wish.rootTokenId),
    });
  }

  /** They are stored. */
  async committed(): Promise<void> {
    this.#options.logger.info("the cluster is initialised");
    await this.#options.keeper().unsealItself();
  }
}
