// What concerns one node as a whole: its threads, its pid file, which headers it adds, what it opens without a token.
import type { HclValue } from "#base/hcl/ast.ts";
import { toText, unfit } from "#base/hcl/convert.ts";
import { toBoundedInteger, toWords } from "./reading/convert-value.ts";
import type { Stanza } from "./reading/stanza.ts";
import type { TopLevelKey } from "./top-level.ts";

export interface NodeOptions {
  readonly clusterName: string | undefined;
  readonly uiEnabled: boolean;
  /** `undefined`: as many as CPU and memory allow. */
  readonly requestThreads: number | undefined;
  readonly pidFile: string | undefined;
  readonly sendsHostname: boolean;
  readonly sendsRaftNodeId: boolean;
  /** `undefined`: not said. */
  readonly allowsApiAuditCreation: boolean | undefined;
  readonly allowsAuditLogPrefix: boolean;
}

const MOST_THREADS = 64;
const FAMILIES = ["rekey", "generate-root", "generate-operation-token"];

export function readNode(root: Stanza<TopLevelKey>): NodeOptions {
  const threads = root.value("request_threads", toThreads);
  return {
    clusterName: readClusterName(root),
    uiEnabled: root.flag("ui") ?? false,
    requestThreads: threads === 0 ? undefined : threads,
    pidFile: root.word("pid_file"),
    sendsHostname: root.flag("enable_response_header_hostname") ?? false,
    sendsRaftNodeId: root.flag("enable_response_header_raft_node_id") ?? false,
    allowsApiAuditCreation: root.flag("unsafe_allow_api_audit_creation"),
    allowsAuditLogPrefix: root.flag("allow_audit_log_prefixing") ?? false,
  };
}

/** Vault 2's list of what may be called without a token, as before 2.0. */
export function readOpenWithoutToken(root: Stanza<"enable_unauthenticated_access">): readonly string[] {
  const opened = root.value("enable_unauthenticated_access", toFamilies) ?? [];
  if (opened.length > 0)
    root.warn("enable_unauthenticated_access", "lets anyone start and cancel what it names");
  return opened;
}

function toFamilies(value: HclValue): readonly string[] {
  return toWords(value).map((word) => {
    if (!FAMILIES.includes(word)) throw unfit(value, `must hold names out of ${FAMILIES.join(", ")}`);
    return word;
  });
}

/** 0 stands for "auto". */
function toThreads(value: HclValue): number {
  if (toText(value) === "auto") return 0;
  return toBoundedInteger(value, { min: 1, max: MOST_THREADS });
}

function readClusterName(root: Stanza<TopLevelKey>): string | undefined {
  const name = root.word("cluster_name");
  if (name !== undefined && !/^[^\p{Cc}]{1,128}$/u.test(name))
    root.error("cluster_name", "must be at most 128 characters");
  return name;
}
