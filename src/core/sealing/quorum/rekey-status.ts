// How far a rekey is, and what it gives, as its paths tell it.
import type { ShareTexts } from "#seals/share-text.ts";

export interface RekeyStatus {
  started: boolean;
  nonce: string;
  /** Of the new keys; 0 while nothing is started, and where no shares are made. */
  shares: number;
  threshold: number;
  progress: number;
  required: number;
  pgpFingerprints: readonly string[] | undefined;
  backup: boolean;
  requiresVerification: boolean;
  /** "" until the new keys were made. */
  verificationNonce: string;
}

export interface RekeyResult {
  nonce: string;
  keys: ShareTexts;
  pgpFingerprints: readonly string[] | undefined;
  backup: boolean;
  requiresVerification: boolean;
  verificationNonce: string;
  /** What the operator must know besides. */
  warning?: string;
}

export type RekeyStep = { kind: "progress"; status: RekeyStatus } | { kind: "done"; result: RekeyResult };

export interface VerificationStatus {
  nonce: string;
  started: boolean;
  shares: number;
  threshold: number;
  progress: number;
}

export interface VerifyStep {
  nonce: string;
  isComplete: boolean;
  warning?: string;
}
