// The first records of a development server: one key, and the root token that was asked for.
import type { ServerConfig } from "#config/server-config.ts";
import { type Initialization, initialize } from "#core/sealing/initialize.ts";
import { seedTokens } from "#core/tokens/seed-tokens.ts";
import type { Seal } from "#seals/seal.ts";
import { SEEDS, seedDevKv } from "./seeds.ts";

export interface DevWish {
  rootTokenId: string | undefined;
  kv: "1" | "2" | undefined;
}

export function makeDevCluster(
  wish: DevWish,
  config: ServerConfig,
  seal: Seal | undefined,
): Promise<Initialization> {
  return initialize({
    request: { shares: 1, threshold: 1 },
    seal,
    clusterName: config.node.clusterName,
    nowMs: Date.now(),
    seeds: [...SEEDS, ...(wish.kv ? [seedDevKv(wish.kv)] : [])],
    seedRootToken: (transaction) => seedTokens(transaction, wish.rootTokenId),
  });
}
