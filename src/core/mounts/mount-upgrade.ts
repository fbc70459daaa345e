// Turning what a mount stores into the form that its new options ask for (kv v1 to v2), as a durable job.
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { UpgradeViews } from "#contract/engine.ts";
import { storageKey } from "#storage/key-areas.ts";
import type { JobEntry } from "../job-entry.ts";
import type { JobKind } from "../job-kind.ts";
import type { MountEntry } from "../mount-entry.ts";
import { TransactionView } from "../mount-view.ts";
import type { JobDesk } from "../needs.ts";
import type { Transaction } from "../transaction.ts";
import type { Mounts } from "./mounts.ts";

export interface UpgradeState extends JsonObject {
  namespace: string;
  uuid: string;
  kind: "secret" | "auth";
  type: string;
}

export class MountUpgrade implements JobKind<UpgradeState> {
  readonly name = "mount-upgrade";
  readonly #mounts: Mounts;
  readonly #jobs: JobDesk;

  constructor(mounts: Mounts, jobs: JobDesk) {
    this.#mounts = mounts;
    this.#jobs = jobs;
  }

  /**
   * What other options mean for a mount that may hold data; begins the upgrade that they ask for.
   * @returns a warning for the one who asked. @throws VaultError invalid_request
   */
  apply(transaction: Transaction, namespace: string, change: OptionsChangeInput): string | undefined {
    const { before, after } = change;
    const engine = this.#mounts.engineOf(before.kind, before.type);
    const verdict = engine?.changeOptions?.(before.options ?? {}, after.options ?? {}) ?? { kind: "nothing" };
    if (verdict.kind === "refused") throw new VaultError("invalid_request", verdict.reason);
    if (verdict.kind === "nothing" || !engine?.upgrade) return undefined;
    engine.upgrade.begin(views(transaction, namespace, before.uuid));
    const state = { namespace, uuid: before.uuid, kind: before.kind, type: before.type };
    this.#jobs.begin<UpgradeState>(transaction, {
      id: `${this.name}-${before.uuid}`,
      kind: this.name,
      state,
    });
    return verdict.warning;
  }

  async step({ state }: JobEntry<UpgradeState>, transaction: Transaction): Promise<UpgradeState | undefined> {
    const upgrade = this.#mounts.engineOf(state.kind, state.type)?.upgrade;
    if (!upgrade) return undefined;
    const isLast = await upgrade.step(views(transaction, state.namespace, state.uuid));
    return isLast ? undefined : state;
  }
}

interface OptionsChangeInput {
  before: MountEntry;
  after: MountEntry;
}

function views(transaction: Transaction, namespace: string, uuid: string): UpgradeViews {
  return {
    storage: new TransactionView(transaction, storageKey("logical", namespace, `${uuid}/`)),
    settings: new TransactionView(transaction, storageKey("settings", namespace, `${uuid}/`)),
    nowMs: transaction.nowMs,
  };
}
