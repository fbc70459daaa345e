// What the paths ask of the thread that keeps the keys which were given so far.
import type { GivenKey } from "./quorum-progress.ts";
import type { RekeyStatus, RekeyStep, VerificationStatus, VerifyStep } from "./rekey-status.ts";
import type { RekeyTarget } from "./rekey-target.ts";
import type { RekeyWish } from "./rekey-wish.ts";
import type { RootStatus, RootStep, RootWish } from "./root-attempts.ts";

export interface OfRekey {
  target: RekeyTarget;
}

/** Asked between threads: one argument, plain data, refusals are VaultErrors. */
export type QuorumMethods = {
  rootStatus(): RootStatus;
  startRoot(argument: RootWish): Promise<{ status: RootStatus; otp: string }>;
  cancelRoot(): void;
  updateRoot(argument: GivenKey): Promise<RootStep>;
  rekeyStatus(argument: OfRekey): RekeyStatus;
  startRekey(argument: OfRekey & { wish: RekeyWish }): Promise<RekeyStatus>;
  cancelRekey(argument: OfRekey): void;
  updateRekey(argument: OfRekey & GivenKey): Promise<RekeyStep>;
  verificationStatus(argument: OfRekey): VerificationStatus;
  cancelVerification(argument: OfRekey): VerificationStatus;
  verifyRekey(argument: OfRekey & GivenKey): Promise<VerifyStep>;
  /** Another root key under the seal that unseals this node by itself. */
  rotateRootKey(): Promise<void>;
};

type Asked<K extends keyof QuorumMethods> = (
  ...argument: Parameters<QuorumMethods[K]>
) => Promise<Awaited<ReturnType<QuorumMethods[K]>>>;

/** The same, from another thread. */
export type QuorumDesk = { readonly [K in keyof QuorumMethods]: Asked<K> };
