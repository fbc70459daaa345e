// What the paths of the cluster ask of their node.
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { Transaction } from "../transaction.ts";

/** Where to join, and how to trust what answers there. */
export interface JoinTarget {
  readonly leaderApiAddr: string;
  readonly caCert: string;
  readonly clientCert: string;
  readonly clientKey: string;
  readonly tlsServerName: string;
  readonly isNonVoter: boolean;
  /** Goes on by itself when it fails now. */
  readonly retries: boolean;
}

/** What a joining node says of itself. */
export interface JoinAnswer {
  readonly serverId: string;
  readonly challenge: string;
  /** Base64. */
  readonly answer: string;
  readonly incarnation: string;
  readonly clusterAddr: string;
  readonly forwardingAddr: string;
  readonly pin: string;
  readonly isNonVoter: boolean;
}

/** What is `undefined` stays as it is. */
export interface AutopilotChanges {
  readonly cleansUpDeadServers?: boolean | undefined;
  readonly lastContactMs?: number | undefined;
  readonly deadMs?: number | undefined;
  readonly maxTrailingLogs?: number | undefined;
  readonly minQuorum?: number | undefined;
  readonly stabilizationMs?: number | undefined;
  readonly disablesUpgradeMigration?: boolean | undefined;
}

/** Of this node itself, in a cluster or not. */
export interface JoiningDesk {
  /** Settles when the node is taken in, or waits for unseal keys. @throws VaultError */
  join(target: JoinTarget): Promise<void>;
}

/** Of an unsealed leader. */
export interface RaftDesk {
  /** @throws VaultError */
  challenge(serverId: string): MaybePromise<JsonObject>;
  /** @throws VaultError */
  answer(answer: JoinAnswer): Promise<JsonObject>;
  configuration(): Promise<JsonObject>;
  haStatus(): Promise<JsonObject>;
  /** @throws VaultError when there is no such member, or it may not go */
  removePeer(serverId: string): Promise<void>;
  promote(serverId: string): Promise<void>;
  demote(serverId: string): Promise<void>;
  /** Begins to hand over, if there is anybody who can lead. */
  stepDown(): Promise<void>;
  autopilotState(transaction: Transaction): Promise<JsonObject>;
  autopilotSettings(transaction: Transaction): JsonObject;
  /** @throws VaultError invalid_request */
  changeAutopilot(transaction: Transaction, changes: AutopilotChanges): void;
}
