import type { Reply } from "#contract/reply.ts";

/** A token as it goes out to the one who logged in. */
export interface MintedToken {
  clientToken: string;
  accessor: string;
  policies: readonly string[];
  tokenPolicies: readonly string[];
  identityPolicies: readonly string[];
  metadata: Readonly<Record<string, string>> | null;
  leaseSeconds: number;
  renewable: boolean;
  entityId: string;
  type: "service" | "batch";
  orphan: boolean;
  numUses: number;
  warnings?: readonly string[];
}

/** What the pipeline hands to HTTP. */
export interface Answer {
  requestId: string;
  /** Undefined: nothing to say (204, or 404 for a read). */
  reply: Reply | undefined;
  operation: string;
  auth?: MintedToken;
  lease?: { id: string; seconds: number; renewable: boolean };
  warnings: readonly string[];
  mountType: string;
  /** Runs when the writes are committed, before the answer leaves; its reply is the answer's. */
  afterCommit?: () => Promise<Reply | undefined>;
}
