// Renewal of tokens that a login made: the auth method's own engine says whether the login would still succeed, with
// the storage of the mount that made it, in the transaction of the renewal.
import type { MountLimits } from "#contract/mount-context.ts";
import { storageKey } from "#storage/key-areas.ts";
import { type MountEntry, mountKey } from "./mount-entry.ts";
import { CachedView, TransactionView } from "./mount-view.ts";
import type { OpenMount } from "./route.ts";
import type { StateCache } from "./state-cache.ts";
import type { SystemWriteCall } from "./system-path.ts";
import type { TokenEntry } from "./token-entry.ts";
import type { LoginRenewal, RenewedLogin } from "./tokens/needs.ts";
import type { Transaction } from "./transaction.ts";

export interface LoginRenewalsOptions {
  cache: StateCache;
  pathOfAccessor(transaction: Transaction, namespace: string, accessor: string): string | undefined;
  findMount(namespace: string, path: string): OpenMount | undefined;
  limitsOf(entry: MountEntry): MountLimits;
}

export class LoginRenewals implements LoginRenewal {
  readonly #options: LoginRenewalsOptions;

  constructor(options: LoginRenewalsOptions) {
    this.#options = options;
  }

  async renew(token: TokenEntry, call: SystemWriteCall): Promise<RenewedLogin | undefined> {
    const { login, namespace } = token;
    const mount = login && this.#mountOf(call.transaction, namespace, login);
    if (!login || !mount?.engine.renew) return undefined;
    const { uuid } = mount.entry;
    const grant = await mount.engine.renew(mount.instance, login.internal, {
      ...call,
      storage: new TransactionView(call.transaction, storageKey("logical", namespace, `${uuid}/`)),
      settings: new CachedView(
        call.transaction,
        storageKey("settings", namespace, `${uuid}/`),
        this.#options.cache,
      ),
    });
    return grant && { grant, limits: this.#options.limitsOf(mount.entry) };
  }

  /** The mount may have moved meanwhile; one that was made anew is another. */
  #mountOf(
    transaction: Transaction,
    namespace: string,
    { mountAccessor, mountUuid }: NonNullable<TokenEntry["login"]>,
  ): OpenMount | undefined {
    const path = this.#options.pathOfAccessor(transaction, namespace, mountAccessor);
    const mount = path === undefined ? undefined : this.#options.findMount(namespace, path);
    if (mount?.entry.uuid !== mountUuid) return undefined;
    transaction.requireUnchanged(mountKey(namespace, mount.entry.path));
    return mount;
  }
}
