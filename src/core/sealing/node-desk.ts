// What the paths of sealing ask of their node: state that is this node's own and not replicated.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { InitRequest } from "./init-request.ts";
import type { Initialization } from "./initialize.ts";
import type { UnsealProgress } from "./seal-keeper.ts";
import type { ClusterIdentity, SealConfig } from "./seal-records.ts";

export interface NodeFacts {
  /** The Vault version that clients branch on, without `+ent`. */
  vaultVersion: string;
  cofferVersion: string;
  buildDate: string;
  storageType: string;
  /** The configured seal's type, for before initialisation. */
  sealType: string;
  unsealsItself: boolean;
  apiAddress: string;
  clusterAddress: string;
}

export interface LeaderView {
  isSelf: boolean;
  /** "" while none is known. */
  apiAddress: string;
  clusterAddress: string;
  /** When this node became the leader; 0 if it is none. */
  activeSinceMs: number;
  committedIndex: number;
  appliedIndex: number;
}

export interface NodeDesk {
  readonly facts: NodeFacts;
  isSealed(): boolean;
  /** Undefined before initialisation. */
  sealConfig(): SealConfig | undefined;
  /** Undefined while sealed. */
  cluster(): ClusterIdentity | undefined;
  leader(): LeaderView;
  wallMs(): number;
  progress(): Promise<UnsealProgress>;
  submitKey(key: string, isForMigration: boolean): Promise<void>;
  resetUnseal(): Promise<void>;
  seal(): Promise<void>;
  /** Makes the keys and the first records, which are not stored yet. */
  prepareInit(request: InitRequest): Promise<Initialization>;
  /** Stores them; only the first of two initialisations succeeds. @throws VaultError invalid_request */
  commitInit(initialization: Initialization): Promise<void>;
  removedFromCluster(): MaybePromise<boolean>;
}
