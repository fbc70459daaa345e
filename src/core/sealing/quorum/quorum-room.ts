// Everything that a quorum of key keepers may do on this node, in the memory of one thread. Sealing forgets all of it.
import { VaultError } from "#base/vault-error.ts";
import { installRootKey } from "./install-keys.ts";
import type { QuorumMethods } from "./quorum-methods.ts";
import { Rekey, type RekeyRooms } from "./rekey.ts";
import type { RekeyTarget } from "./rekey-target.ts";
import { RootAttempts } from "./root-attempts.ts";
import { ShareAuthority } from "./share-authority.ts";

export class QuorumRoom {
  readonly #rooms: RekeyRooms;
  readonly #root: RootAttempts;
  readonly #rekeys: Readonly<Record<RekeyTarget, Rekey>>;

  constructor(options: Omit<RekeyRooms, "authority">) {
    const authority = new ShareAuthority(options);
    this.#rooms = { ...options, authority };
    this.#root = new RootAttempts(authority);
    this.#rekeys = {
      barrier: new Rekey("barrier", this.#rooms),
      recovery: new Rekey("recovery", this.#rooms),
    };
  }

  get methods(): QuorumMethods {
    const rekeys = this.#rekeys;
    return {
      rootStatus: () => this.#root.status(),
      startRoot: (wish) => this.#root.start(wish),
      cancelRoot: () => this.#root.cancel(),
      updateRoot: (given) => this.#root.update(given),
      rekeyStatus: ({ target }) => rekeys[target].status(),
      startRekey: ({ target, wish }) => rekeys[target].start(wish),
      cancelRekey: ({ target }) => rekeys[target].cancel(),
      updateRekey: ({ target, ...given }) => rekeys[target].update(given),
      verificationStatus: ({ target }) => rekeys[target].verification(),
      cancelVerification: ({ target }) => rekeys[target].cancelVerification(),
      verifyRekey: ({ target, ...given }) => rekeys[target].verify(given),
      rotateRootKey: () => this.#rotateRootKey(),
    };
  }

  /** The node is being sealed. */
  forget(): void {
    this.#root.cancel();
    this.#rekeys.barrier.cancel();
    this.#rekeys.recovery.cancel();
  }

  #rotateRootKey(): Promise<void> {
    const { authority, seal } = this.#rooms;
    if (seal && !authority.isShamir) {
      return installRootKey(this.#rooms, seal, { config: authority.config, writes: [] });
    }
    throw new VaultError(
      "invalid_request",
      "with a shamir seal the root key can only be rotated with its unseal keys: use sys/rotate/root/init",
    );
  }
}
