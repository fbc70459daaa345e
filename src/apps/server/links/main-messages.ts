// What request threads and the main thread ask of each other.

import type { JsonObject } from "#base/json/raw-json.ts";
import type { ListenerOptions } from "#config/listener.ts";
import type { JoinTarget } from "#core/cluster/raft-desk.ts";
import type { LoginName } from "#core/lockout/lockout.ts";
import type { LockoutRule } from "#core/lockout/lockout-rule.ts";
import type { LockedNames } from "#core/lockout/login-failures.ts";
import type { InitRequest } from "#core/sealing/init-request.ts";
import type { Initialization } from "#core/sealing/initialize.ts";
import type { QuorumMethods } from "#core/sealing/quorum/quorum-methods.ts";
import type { UnsealProgress } from "#core/sealing/seal-keeper.ts";
import type { SealedProposal } from "#core/sealing/seal-watch.ts";
import type { Reading } from "#metrics/reading.ts";
import type { Outcome } from "#storage/consensus.ts";
import type { AuditPlan } from "../main/audit-plan.ts";
import type { CollectedReadings } from "../observability/node/meter-collector.ts";

/** Answered by the main thread: this node's own state, which is not replicated. */
export type MainMethods = QuorumMethods & {
  progress(): UnsealProgress;
  submitKey(argument: { key: string; isForMigration: boolean }): Promise<void>;
  resetUnseal(): void;
  seal(): Promise<void>;
  /** Begins a cluster where there is none, and makes its first records. */
  prepareInit(argument: { request: InitRequest }): Promise<Initialization>;
  join(target: JoinTarget): Promise<void>;
  /** The records of an initialisation are committed. */
  initialized(): Promise<void>;
  isLoginLocked(login: LoginName): boolean;
  /** @returns whether the name is locked now */
  loginFailed(login: LoginName & { rule: LockoutRule }): boolean;
  /** @returns false: the name was locked meanwhile */
  loginSucceeded(login: LoginName): boolean;
  unlockLogin(login: LoginName): void;
  lockedLogins(): LockedNames[];
  /** What all threads of this node measured. */
  collectReadings(): Promise<CollectedReadings>;
  /** The requests that all threads of this node are serving, by id. */
  collectInFlight(): Promise<JsonObject>;
};

/** Answered by each request thread. */
export type RequestMethods = {
  /** The barrier is being sealed: forget what was decrypted. */
  sealed(): void;
  listen(): Promise<number[]>;
  /** Stores the first records of a cluster. */
  commitInit(argument: Initialization): Promise<void>;
  /** Stores what was wrapped or encrypted on the main thread. */
  commitSealed(argument: SealedProposal): Promise<Outcome["kind"]>;
  /** SIGHUP: what may change without a restart. */
  reload(argument: {
    listeners: readonly ListenerOptions[];
    configuration: JsonObject;
    audit: AuditPlan;
  }): void;
  readMeter(): Promise<Reading>;
  describeInFlight(): JsonObject;
  drain(argument: { deadlineMs: number }): Promise<void>;
};
