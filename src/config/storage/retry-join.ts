// retry_join: where a node without a cluster looks for one, and how it trusts what it finds there.
import { utf8Text } from "#base/bytes.ts";
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import type { Secret } from "#base/secret.ts";
import { parseAdvertisedUrl } from "../address/advertised-url.ts";
import { type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { type AutoJoin, parseAutoJoin } from "./auto-join.ts";

export interface RetryJoinOptions {
  /** One address, or a way to find some. */
  readonly leader: { readonly apiAddr: string } | AutoJoinTarget;
  readonly tlsServerName: string | undefined;
  readonly caCert: PemSource | undefined;
  readonly clientCert: PemSource | undefined;
  readonly clientKey: PemSource | undefined;
}

export interface AutoJoinTarget extends AutoJoin {
  readonly scheme: "http" | "https";
  readonly port: number;
}

export type PemSource =
  | { readonly kind: "file"; readonly path: string }
  /** A Secret also for certificates: the place of a key is easily filled with the wrong one. */
  | { readonly kind: "inline"; readonly pem: Secret };

export const RETRY_JOIN = {
  title: 'storage "raft" { retry_join }',
  says: "Where to look for the cluster. Give leader_api_addr or auto_join.",
  keys: {
    leader_api_addr: used("URL of a node that may lead."),
    auto_join: used('How to find nodes, such as "provider=k8s label_selector=…".', { secret: true }),
    auto_join_scheme: used("Scheme for what is found.", { standard: '"https"' }),
    auto_join_port: used("Port for what is found.", { standard: "8200" }),
    leader_tls_servername: used("Name to expect in the leader's certificate."),
    leader_ca_cert: used("PEM of the authority that signed it."),
    leader_ca_cert_file: used("The same as a file."),
    leader_client_cert: used("PEM of the certificate to show."),
    leader_client_cert_file: used("The same as a file."),
    leader_client_key: used("PEM of its key.", { secret: true }),
    leader_client_key_file: used("The same as a file."),
  },
} satisfies StanzaShape;

type RetryJoinKey = keyof (typeof RETRY_JOIN)["keys"];

export function readRetryJoin(raft: Stanza<"retry_join">, block: HclBlock, index: number): RetryJoinOptions {
  const place = { block, name: `retry_join[${index}]`, field: "retry_join" };
  return raft.child(RETRY_JOIN, place, (stanza) => {
    const leader = readLeader(stanza);
    const options = {
      tlsServerName: stanza.word("leader_tls_servername"),
      caCert: readPem(stanza, "leader_ca_cert", "leader_ca_cert_file"),
      clientCert: readPem(stanza, "leader_client_cert", "leader_client_cert_file"),
      clientKey: readPem(stanza, "leader_client_key", "leader_client_key_file"),
    };
    if ((options.clientCert === undefined) !== (options.clientKey === undefined)) {
      const missing = options.clientKey === undefined ? "leader_client_key_file" : "leader_client_cert_file";
      stanza.error(missing, "is required: a client certificate and its key come together");
    }
    return { leader, ...options };
  });
}

function readLeader(stanza: Stanza<RetryJoinKey>): RetryJoinOptions["leader"] {
  const apiAddr = stanza.word("leader_api_addr");
  const autoJoin = stanza.secret("auto_join");
  const scheme = stanza.wordOf("auto_join_scheme", ["http", "https"] as const) ?? "https";
  const port = stanza.integer("auto_join_port", { min: 1, max: 65_535 }) ?? 8200;
  if (apiAddr !== undefined && autoJoin !== undefined)
    stanza.error("auto_join", "cannot stand beside leader_api_addr");
  if (apiAddr === undefined && autoJoin === undefined)
    stanza.error("leader_api_addr", "is required, or auto_join");
  if (autoJoin === undefined || autoJoin.length === 0) return { apiAddr: checkedUrl(stanza, apiAddr) };
  const target = parseAutoJoin(autoJoin);
  if (typeof target !== "string") return { ...target, scheme, port };
  stanza.error("auto_join", target);
  return { provider: "", parameters: new Map(), scheme, port };
}

function checkedUrl(stanza: Stanza<RetryJoinKey>, text: string | undefined): string {
  if (text === undefined) return "";
  const url = parseAdvertisedUrl(text);
  if (typeof url === "string") stanza.error("leader_api_addr", url);
  return typeof url === "string" ? "" : url.text;
}

function readPem(
  stanza: Stanza<RetryJoinKey>,
  inlineKey: RetryJoinKey,
  fileKey: RetryJoinKey,
): PemSource | undefined {
  const pem = stanza.secret(inlineKey);
  const path = stanza.word(fileKey);
  const isGiven = pem !== undefined && pem.length > 0;
  if (isGiven && path !== undefined) stanza.error(fileKey, `cannot stand beside ${inlineKey}`);
  if (isGiven && !utf8Text(pem.reveal()).includes("-----BEGIN "))
    stanza.error(inlineKey, "must be PEM, lines and all");
  if (isGiven) return { kind: "inline", pem };
  return path === undefined ? undefined : { kind: "file", path };
}
