// listener "tcp": where the HTTP API listens and how.
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { formatHostPort, type HostPort, isLoopbackHost, overlap } from "./address/host-port.ts";
import {
  type ClientCertificateHeaderOptions,
  FORWARDED_FOR_KEYS,
  type ForwardedForOptions,
  readClientCertificateHeader,
  readForwardedFor,
} from "./listener/forwarded-for.ts";
import { OPEN_ACCESS_KEYS, type OpenAccess, readOpenAccess } from "./listener/open-access.ts";
import {
  type HttpTimeouts,
  REQUEST_LIMIT_KEYS,
  type RequestLimits,
  readHttpTimeouts,
  readRequestLimits,
} from "./listener/request-limits.ts";
import {
  RESPONSE_HEADER_KEYS,
  type ResponseHeaderRule,
  readResponseHeaders,
} from "./listener/response-headers.ts";
import { readTls, TLS_KEYS, type TlsOptions } from "./listener/tls.ts";
import { ignored, type KeyTable, refused, type StanzaShape, used } from "./reading/key-table.ts";
import { readAddress } from "./reading/read-address.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface ListenerOptions {
  readonly address: HostPort;
  /** Where other nodes' Raft streams arrive. */
  readonly clusterAddress: HostPort;
  /** Where other nodes' forwarded requests and snapshots arrive. */
  readonly forwardingAddress: HostPort;
  /** `undefined`: plain HTTP. */
  readonly tls: TlsOptions | undefined;
  readonly timeouts: HttpTimeouts;
  readonly limits: RequestLimits;
  readonly forwardedFor: ForwardedForOptions | undefined;
  readonly clientCertificateHeader: ClientCertificateHeaderOptions | undefined;
  readonly responseHeaders: readonly ResponseHeaderRule[];
  readonly access: OpenAccess;
  readonly redaction: Redaction;
}

/** What answers without a token leave out. */
export interface Redaction {
  readonly addresses: boolean;
  readonly clusterName: boolean;
  readonly version: boolean;
}

const AGENT_ONLY = "only an agent's or proxy's listener has it";
const CORS = "set CORS through sys/config/cors, which all nodes share";

const OWN_KEYS = {
  address: used("Where to listen: host:port, or a template such as `{{ GetPrivateIP }}:8200`.", {
    standard: '"127.0.0.1:8200"',
  }),
  cluster_address: used("Where the members of the cluster connect to.", { standard: "address, one port up" }),
  forwarding_address: used("Where members forward requests and send snapshots to.", {
    standard: "cluster_address, one port up",
  }),
  redact_addresses: used("Leave addresses out of answers without a token.", { standard: "false" }),
  redact_cluster_name: used("Leave the cluster's name out of answers without a token.", {
    standard: "false",
  }),
  redact_version: used("Leave the version out of answers without a token.", { standard: "false" }),
  chroot_namespace: refused("namespaces do not exist yet"),
  disable_replication_status_endpoints: ignored("there is no replication between clusters"),
  disable_request_limiter: ignored("there is no adaptive request limiter"),
  purpose: ignored("no listener is set apart for a purpose"),
  role: ignored(AGENT_ONLY),
  require_request_header: ignored(AGENT_ONLY),
  agent_api: ignored(AGENT_ONLY),
  proxy_api: ignored(AGENT_ONLY),
  cors_enabled: ignored(CORS),
  cors_allowed_origins: ignored(CORS),
  cors_allowed_headers: ignored(CORS),
  cors_allow_credentials: ignored(CORS),
} satisfies KeyTable;

export const TCP_LISTENER = {
  title: 'listener "tcp"',
  says: "Where the API listens. May come several times.",
  keys: {
    ...OWN_KEYS,
    ...TLS_KEYS,
    ...REQUEST_LIMIT_KEYS,
    ...FORWARDED_FOR_KEYS,
    ...RESPONSE_HEADER_KEYS,
    ...OPEN_ACCESS_KEYS,
  },
} satisfies StanzaShape;

type ListenerKey = keyof (typeof TCP_LISTENER)["keys"];

export interface ListenerSurroundings {
  readonly maxRequestDurationMs: number;
  /** Of the top level's enable_unauthenticated_access. */
  readonly openWithoutToken: readonly string[];
}

type Root = Stanza<"listener">;

const MOST_LISTENERS = 64;

export function readListeners(root: Root, surroundings: ListenerSurroundings): readonly ListenerOptions[] {
  const blocks = root.blocks("listener", 1);
  if (blocks.length > MOST_LISTENERS) {
    root.error("listener", `is given more than ${MOST_LISTENERS} times`);
    return [];
  }
  const listeners: ListenerOptions[] = [];
  for (const [index, block] of blocks.entries()) {
    const type = block.labels[0]?.toLowerCase() ?? "";
    if (type !== "tcp") {
      refuseType(root, block, type);
      continue;
    }
    const place = { block, name: `listener[${index}]`, field: "listener.tcp" };
    const listener = root.child(TCP_LISTENER, place, (stanza) => readListener(stanza, surroundings));
    refuseOverlap(root, block, listener, listeners);
    listeners.push(listener);
  }
  if (blocks.length === 0 && !root.isWrong("listener"))
    root.error("listener", 'is required: at least one listener "tcp" block');
  return listeners;
}

function readListener(stanza: Stanza<ListenerKey>, surroundings: ListenerSurroundings): ListenerOptions {
  const address = readAddress(stanza, "address") ?? { host: "127.0.0.1", port: 8200 };
  const clusterAddress = readAddress(stanza, "cluster_address") ?? onePortUp(address);
  const forwardingAddress = readAddress(stanza, "forwarding_address") ?? onePortUp(clusterAddress);
  const tls = readTls(stanza);
  if ((stanza.context.settings.get(`${stanza.place.path}.tls_disable`)?.value ?? false) === true) {
    warnOfPlainText(stanza, address);
  }
  return {
    address,
    clusterAddress,
    forwardingAddress,
    tls,
    timeouts: readHttpTimeouts(stanza),
    limits: readRequestLimits(stanza, surroundings.maxRequestDurationMs),
    forwardedFor: readForwardedFor(stanza),
    clientCertificateHeader: readClientCertificateHeader(stanza),
    responseHeaders: readResponseHeaders(stanza),
    access: readOpenAccess(stanza, surroundings.openWithoutToken),
    redaction: {
      addresses: stanza.flag("redact_addresses") ?? false,
      clusterName: stanza.flag("redact_cluster_name") ?? false,
      version: stanza.flag("redact_version") ?? false,
    },
  };
}

function warnOfPlainText(stanza: Stanza<ListenerKey>, address: HostPort): void {
  if (isLoopbackHost(address.host)) return;
  stanza.warn(
    "tls_disable",
    "tokens and secrets cross the network in plain text, for this is no loopback address",
  );
}

function onePortUp({ host, port }: HostPort): HostPort {
  return { host, port: port + 1 };
}

function refuseType(root: Root, block: HclBlock, type: string): void {
  const reason =
    type === "unix"
      ? "a unix socket cannot be shared by request threads; listen on a loopback address"
      : 'only "tcp" is known';
  root.context.problems.error(
    block.position,
    "listener",
    `type ${JSON.stringify(type.slice(0, 32))} is refused: ${reason}`,
  );
}

function refuseOverlap(
  root: Root,
  block: HclBlock,
  listener: ListenerOptions,
  earlier: readonly ListenerOptions[],
): void {
  const refuse = (key: string, reason: string): void =>
    root.context.problems.error(block.position, `listener.tcp.${key}`, reason);
  const [beyond] = Object.entries(namedAddresses(listener)).filter(([, address]) => address.port > 65_535);
  if (beyond !== undefined) refuse(beyond[0], "lies beyond port 65535; give it explicitly");
  if (overlap(listener.address, listener.clusterAddress))
    refuse("cluster_address", "is the address of the API");
  if (overlap(listener.address, listener.forwardingAddress))
    refuse("forwarding_address", "is the address of the API");
  if (overlap(listener.clusterAddress, listener.forwardingAddress))
    refuse("forwarding_address", "is cluster_address");
  const twin = earlier.find((other) => overlap(other.address, listener.address));
  if (twin !== undefined) refuse("address", `is taken by the listener at ${formatHostPort(twin.address)}`);
}

function namedAddresses(listener: ListenerOptions): Readonly<Record<string, HostPort>> {
  return { cluster_address: listener.clusterAddress, forwarding_address: listener.forwardingAddress };
}
