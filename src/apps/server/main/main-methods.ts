// What request threads ask of the main thread.
import type { LocalCounters } from "#core/lockout/local-counters.ts";
import type { QuorumRoom } from "#core/sealing/quorum/quorum-room.ts";
import type { SealKeeper } from "#core/sealing/seal-keeper.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { MainObservability } from "../observability/main-observability.ts";
import type { FirstRecords } from "./cluster/first-records.ts";
import type { JoinDesk } from "./cluster/join-desk.ts";
import { quorumMethods } from "./quorum-methods.ts";

export interface MainMethodOptions {
  loginFailures: LocalCounters;
  observability: MainObservability;
}

/** What of the server is there only once its state is open. */
export interface OpenedServer {
  readonly keeper: SealKeeper;
  readonly quorum: QuorumRoom;
  readonly joining: JoinDesk;
  readonly firstRecords: FirstRecords;
}

export function mainMethods(server: OpenedServer, options: MainMethodOptions): MainMethods {
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
    join: (target) => server.joining.join(target),
    prepareInit: ({ request }) => server.firstRecords.prepare(request),
    initialized: () => server.firstRecords.committed(),
  };
}
