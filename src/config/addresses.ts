// What this node tells clients and members to reach it by. What nobody says is worked out from the first listener.
import { parseAdvertisedUrl, parseClusterAddress } from "./address/advertised-url.ts";
import {
  formatHostPort,
  type HostPort,
  isEveryInterface,
  isLoopbackHost,
  overlap,
} from "./address/host-port.ts";
import { SOURCES } from "./address/template-functions.ts";
import type { ListenerOptions } from "./listener.ts";
import { type KeyTable, overriddenBy, used } from "./reading/key-table.ts";
import { toResolvedText } from "./reading/read-address.ts";
import type { Stanza } from "./reading/stanza.ts";

export interface AdvertisedAddresses {
  /** A URL without a slash at its end: where clients are sent. */
  readonly apiAddr: string;
  /** Where members open Raft streams to. */
  readonly clusterAddr: HostPort;
  /** Where members forward requests and send snapshots to. */
  readonly forwardingAddr: HostPort;
  readonly clusteringDisabled: boolean;
}

export const ADDRESS_KEYS = {
  api_addr: used("URL that clients are sent to, or a template.", {
    standard: "the first listener's address",
    ...overriddenBy("API_ADDR", "REDIRECT_ADDR", "ADVERTISE_ADDR"),
  }),
  cluster_addr: used("Address for the members of the cluster, or a template.", {
    standard: "api_addr with the port of cluster_address",
    ...overriddenBy("CLUSTER_ADDR"),
  }),
  forwarding_addr: used("Address that members forward requests to, or a template.", {
    standard: "cluster_addr, one port up",
  }),
  disable_clustering: used("Listen for no members; not with raft.", { standard: "false" }),
} satisfies KeyTable;

type AddressKey = keyof typeof ADDRESS_KEYS;

const STANDARD_CLUSTER_PORT = 8201;

export function readAddresses(
  stanza: Stanza<AddressKey>,
  listener: ListenerOptions | undefined,
): AdvertisedAddresses {
  const api = readApiAddr(stanza) ?? deriveApiAddr(stanza, listener);
  const ports = portsOf(listener);
  const clusterAddr = readMember(stanza, "cluster_addr", STANDARD_CLUSTER_PORT) ?? {
    ...api.address,
    port: ports.cluster,
  };
  const forwardingAddr = readMember(stanza, "forwarding_addr", STANDARD_CLUSTER_PORT + 1) ?? {
    host: clusterAddr.host,
    port: clusterAddr.port + ports.forwarding - ports.cluster,
  };
  refuseClashes(stanza, { api: api.address, cluster: clusterAddr, forwarding: forwardingAddr });
  const clusteringDisabled = stanza.flag("disable_clustering") ?? false;
  return { apiAddr: api.text, clusterAddr, forwardingAddr, clusteringDisabled };
}

/** Where the first listener takes members in: what is advertised has the same distances. */
function portsOf(listener: ListenerOptions | undefined): {
  readonly cluster: number;
  readonly forwarding: number;
} {
  const cluster = listener?.clusterAddress.port ?? STANDARD_CLUSTER_PORT;
  return { cluster, forwarding: listener?.forwardingAddress.port ?? cluster + 1 };
}

interface Advertised {
  readonly api: HostPort;
  readonly cluster: HostPort;
  readonly forwarding: HostPort;
}

/** What was not given is blamed on what it was worked out from; a listener's own clashes have been told already. */
function refuseClashes(stanza: Stanza<AddressKey>, { api, cluster, forwarding }: Advertised): void {
  const hasCluster = stanza.has("cluster_addr");
  const forwardingKey = stanza.has("forwarding_addr") ? "forwarding_addr" : "cluster_addr";
  const clusterKey = hasCluster ? "cluster_addr" : "api_addr";
  if (stanza.has(clusterKey) && overlap(api, cluster))
    stanza.error(clusterKey, "is the address of both API and cluster");
  if (!stanza.has(forwardingKey)) return;
  if (forwarding.port > 65_535) stanza.error(forwardingKey, "leaves no port above it for forwarding_addr");
  else if (overlap(api, forwarding))
    stanza.error(forwardingKey, "makes forwarding_addr the address of the API");
  else if (overlap(cluster, forwarding))
    stanza.error(forwardingKey, "makes forwarding_addr that of the cluster");
}

interface ApiAddr {
  readonly text: string;
  readonly address: HostPort;
}

function readApiAddr(stanza: Stanza<AddressKey>): ApiAddr | undefined {
  const text = readResolved(stanza, "api_addr");
  if (text === undefined) return undefined;
  const url = parseAdvertisedUrl(text);
  if (typeof url === "string") stanza.error("api_addr", url);
  return typeof url === "string" ? undefined : url;
}

function deriveApiAddr(stanza: Stanza<AddressKey>, listener: ListenerOptions | undefined): ApiAddr {
  const { host, port } = listener?.address ?? { host: "127.0.0.1", port: 8200 };
  const address = { host: isEveryInterface(host) ? privateAddress(stanza) : host, port };
  const text = `${listener?.tls === undefined ? "http" : "https"}://${formatHostPort(address)}`;
  if (!isLoopbackHost(host) && !stanza.has("api_addr")) {
    stanza.warn("api_addr", `is not set; clients are told ${text}, which may not be what they can reach`);
  }
  return { text, address };
}

function privateAddress(stanza: Stanza<AddressKey>): string {
  const found = SOURCES.get("GetPrivateIP")?.(stanza.context.networkAddresses, []);
  return typeof found === "string" && found !== "" ? found : "127.0.0.1";
}

function readMember(stanza: Stanza<AddressKey>, key: AddressKey, standardPort: number): HostPort | undefined {
  const text = readResolved(stanza, key);
  if (text === undefined) return undefined;
  const address = parseClusterAddress(text, standardPort);
  if (typeof address === "string") stanza.error(key, address);
  return typeof address === "string" ? undefined : address;
}

function readResolved(stanza: Stanza<AddressKey>, key: AddressKey): string | undefined {
  const text = stanza.value(key, (value) => toResolvedText(value, stanza.context.networkAddresses));
  return text === "" ? undefined : text;
}
