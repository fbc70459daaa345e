/** Who asks, once the token was identified. */
export interface Caller {
  /** "" for a batch token. */
  accessor: string;
  displayName: string;
  /** Token's and identity's policies together. */
  policies: readonly string[];
  isRoot: boolean;
  entityId: string;
  metadata: Readonly<Record<string, string>>;
  tokenType: "service" | "batch";
  /** Name of the token's cubbyhole; undefined for a batch token. */
  cubbyholeId: string | undefined;
}
