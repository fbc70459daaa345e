// What request threads ask of the main thread.
import type { Logger } from "#base/logger.ts";
import type { ServerConfig } from "#config/server-config.ts";
import type { LocalCounters } from "#core/lockout/local-counters.ts";
import { initialize } from "#core/sealing/initialize.ts";
import type { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import { seedTokens } from "#core/tokens/seed-tokens.ts";
import type { Seal } from "#seals/seal.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { MainObservability } from "../observability/main-observability.ts";
import { quorumMethods } from "./quorum-methods.ts";
import { SEEDS } from "./seeds.ts";

export interface MainMethodOptions {
  config: ServerConfig;
  seal: Seal | undefined;
  logger: Logger;
  loginFailures: LocalCounters;
  observability: MainObservability;
}

/** What is there once the server has started. */
export interface StartedServer {
  readonly keeper: SealKeeper;
  readonly quorum: QuorumRoom;
}

export function mainMethods(server: StartedServer, options: MainMethodOptions): MainMethods {
  const { loginFailures, observability } = options;
  return {
    ...quorumMethods(() => server.quorum),
    collectReadings: () => observability.collect(),
    collectInFlight: () => observability.collectInFlight(),
    isLoginLocked: (login) => loginFailures.isLocked(login),
    loginFailed: (login) => loginFailures.failed(login),
    loginSucceeded: (login) => loginFailures.succeeded(login),
    unlockLogin: (login) => loginFailures.unlock(login),
    lockedLogins: () => loginFailures.locked(),
    progress: () => server.keeper.progress,
    submitKey: ({ key, isForMigration }) => server.keeper.submit(key, isForMigration),
    resetUnseal: () => server.keeper.reset(),
    seal: () => server.keeper.seal(),
    prepareInit: ({ request, nowMs }) =>
      initialize({
        request,
        seal: options.seal,
        clusterName: options.config.node.clusterName,
        nowMs,
        seeds: SEEDS,
        seedRootToken: (transaction) => seedTokens(transaction, undefined),
      }),
    initialized: async () => {
      options.logger.info("the cluster is initialised");
      await server.keeper.unsealItself();
    },
  };
}
