// One request thread's whole core, behind the three things that its thread asks of it.
import type { Clock } from "#base/clock.ts";
import type { Logger } from "#base/logger.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Engine } from "#contract/engine.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/core.ts";
import { mountPaths } from "#core/mounts/mount-paths.ts";
import { remountPaths } from "#core/mounts/remount-paths.ts";
import { uiMountsPaths } from "#core/mounts/ui-mounts-paths.ts";
import type { Pipeline } from "#core/pipeline.ts";
import { healthPaths } from "#core/sealing/health-paths.ts";
import { rotationPaths } from "#core/sealing/rotation-paths.ts";
import { sealPaths } from "#core/sealing/seal-paths.ts";
import type { Consensus } from "#storage/consensus.ts";
import type { KvStore } from "#storage/kv-store.ts";
import type { NodeStatus } from "#storage/shared/node-status.ts";
import { CATALOG } from "../catalog.ts";
import type { MainMethods } from "../links/main-messages.ts";
import type { Rpc } from "../links/rpc.ts";
import type { RequestThreadData } from "../main/node-data.ts";
import { buildPipeline, type Foundation, furnish, layFoundation, layRoutes, type Rooms } from "./assemble.ts";
import { RemoteNodeDesk } from "./remote-node-desk.ts";
import { systemEngine } from "./system-engine.ts";

export interface RequestCoreOptions {
  data: RequestThreadData;
  store: KvStore;
  status: NodeStatus;
  consensus: Consensus;
  logger: Logger;
  clock: Clock;
  main: Rpc<MainMethods>;
}

export class RequestCore {
  readonly #foundation: Foundation;
  readonly #pipeline: Pipeline;
  readonly #consensus: Consensus;
}
