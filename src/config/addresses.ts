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
    standard: "api_addr, one port up",
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
  const clusterAddr = readMember(stanza, "cluster_addr", STANDARD_CLUSTER_PORT) ?? onePortUp(api.address);
  const forwardingAddr =
    readMember(stanza, "forwarding_addr", STANDARD_CLUSTER_PORT + 1) ?? onePortUp(clusterAddr);
  if (overlap(api.address, clusterAddr)) stanza.error("cluster_addr", "is the address of api_addr");
  if (overlap(api.address, forwardingAddr)) stanza.error("forwarding_addr", "is the address of api_addr");
  if (overlap(clusterAddr, forwardingAddr)) stanza.error("forwarding_addr", "is cluster_addr");
  if (clusterAddr.port > 65_535) stanza.error("cluster_addr", "lies beyond port 65535; give it explicitly");
  if (forwardingAddr.port > 65_535)
    stanza.error("forwarding_addr", "lies beyond port 65535; give it explicitly");
  const clusteringDisabled = stanza.flag("disable_clustering") ?? false;
  return { apiAddr: api.text, clusterAddr, forwardingAddr, clusteringDisabled };
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

function onePortUp({ host, port }: HostPort): HostPort {
  return { host, port: port + 1 };
}
