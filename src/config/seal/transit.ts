// seal "transit": the root key is guarded by the transit engine of another cluster.
import { parseAdvertisedUrl } from "../address/advertised-url.ts";
import { filledBy, ignored, overriddenBy, type StanzaShape, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { SEAL_KEYS } from "./common-keys.ts";
import { readTransitLogin, type TransitLogin } from "./transit-login.ts";

export interface TransitSealOptions {
  readonly type: "transit";
  readonly address: string;
  readonly login: TransitLogin;
  readonly keyName: string;
  /** Without slashes at its ends. */
  readonly mountPath: string;
  /** Without slashes at its ends; `undefined` for the root namespace. */
  readonly namespace: string | undefined;
  readonly renewsToken: boolean;
  readonly tls: TransitTlsOptions;
}

export interface TransitTlsOptions {
  readonly caCertFile: string | undefined;
  readonly caDirectory: string | undefined;
  readonly clientCertFile: string | undefined;
  readonly clientKeyFile: string | undefined;
  readonly serverName: string | undefined;
  readonly skipsVerification: boolean;
}

export const TRANSIT_SEAL = {
  title: 'seal "transit"',
  says: "Unseals by itself with the transit engine of a peer cluster.",
  keys: {
    address: used("URL of the peer.", {
      environment: { names: ["TRANSIT_SEAL_ADDR"], wins: "over the file" },
    }),
    token: used("Token for the peer, or `file://…`, or `env://…`.", {
      secret: true,
      reloads: true,
      ...overriddenBy("TRANSIT_SEAL_TOKEN"),
    }),
    token_file: used("File with the token, read again whenever it changes.", { reloads: true }),
    auth: used('Block `auth "approle"` or `auth "userpass"`: log in instead of a fixed token.'),
    key_name: used("Name of the transit key.", overriddenBy("TRANSIT_SEAL_KEY_NAME")),
    mount_path: used("Where the transit engine is mounted.", {
      standard: '"transit/"',
      ...overriddenBy("TRANSIT_SEAL_MOUNT_PATH"),
    }),
    namespace: used("Namespace of the mount.", filledBy("NAMESPACE")),
    disable_renewal: used("Leave renewing the token to someone else.", {
      standard: "false",
      ...overriddenBy("TRANSIT_SEAL_DISABLE_RENEWAL"),
    }),
    tls_ca_cert: used("PEM file of the authority of the peer.", { reloads: true, ...filledBy("CACERT") }),
    tls_ca_path: used("Directory of such files.", { reloads: true, ...filledBy("CAPATH") }),
    tls_client_cert: used("PEM file of the certificate to show.", {
      reloads: true,
      ...filledBy("CLIENT_CERT"),
    }),
    tls_client_key: used("PEM file of its key.", { reloads: true, ...filledBy("CLIENT_KEY") }),
    tls_server_name: used("Name to expect in the peer's certificate.", filledBy("TLS_SERVER_NAME")),
    tls_skip_verify: used("Believe any certificate. Dangerous.", {
      standard: "false",
      ...filledBy("SKIP_VERIFY"),
    }),
    key_id_prefix: ignored("the peer's key versions are told apart without it"),
    ...SEAL_KEYS,
  },
} satisfies StanzaShape;

export type TransitSealKey = keyof (typeof TRANSIT_SEAL)["keys"];

export function readTransitSeal(stanza: Stanza<TransitSealKey>): TransitSealOptions | undefined {
  const address = readAddress(stanza);
  const keyName = stanza.word("key_name");
  const mountPath = trimSlashes(stanza.word("mount_path") ?? "transit");
  const namespace = trimSlashes(stanza.word("namespace") ?? "");
  const renewsToken = !(stanza.flag("disable_renewal") ?? false);
  const tls = readTransitTls(stanza);
  const login = readTransitLogin(stanza);
  if (keyName === undefined) stanza.error("key_name", "is required");
  else if (!/^[\w.-]{1,256}$/.test(keyName)) stanza.error("key_name", "must be the name of a transit key");
  if (mountPath === "") stanza.error("mount_path", "must not be empty");
  if (address === undefined || keyName === undefined || login === undefined) return undefined;
  return {
    type: "transit",
    address,
    login,
    keyName,
    mountPath,
    namespace: namespace === "" ? undefined : namespace,
    renewsToken,
    tls,
  };
}

/** VAULT_ADDR in a pod points at the pod itself, for the command line; it only fills a gap (as in Vault). */
function readAddress(stanza: Stanza<TransitSealKey>): string | undefined {
  const given = stanza.word("address") ?? stanza.context.environment.find("ADDR")?.value;
  if (given === undefined) {
    if (!stanza.has("address")) stanza.error("address", "is required");
    return undefined;
  }
  const url = parseAdvertisedUrl(given);
  if (typeof url === "string") stanza.error("address", url);
  return typeof url === "string" ? undefined : url.text;
}

const TLS_KEYS = [
  "tls_ca_cert",
  "tls_ca_path",
  "tls_client_cert",
  "tls_client_key",
  "tls_server_name",
  "tls_skip_verify",
] as const;
type TlsKey = (typeof TLS_KEYS)[number];

/** One TLS setting in the file turns the clients' variables off: halves of two identities do not mix (as in Vault). */
function readTransitTls(stanza: Stanza<TlsKey>): TransitTlsOptions {
  const fileDecides = TLS_KEYS.some((key) => stanza.has(key) && !stanza.isFromOutside(key));
  const counts = (key: TlsKey): boolean => !(fileDecides && stanza.isFromOutside(key));
  const word = (key: TlsKey): string | undefined => {
    const value = stanza.word(key);
    return counts(key) ? value : undefined;
  };
  const skipsVerification = (stanza.flag("tls_skip_verify") ?? false) && counts("tls_skip_verify");
  if (skipsVerification)
    stanza.warn("tls_skip_verify", "lets anyone who answers at the address guard the root key");
  const tls = {
    caCertFile: word("tls_ca_cert"),
    caDirectory: word("tls_ca_path"),
    clientCertFile: word("tls_client_cert"),
    clientKeyFile: word("tls_client_key"),
    serverName: word("tls_server_name"),
    skipsVerification,
  };
  refuseHalfIdentity(stanza, tls);
  return tls;
}

function refuseHalfIdentity(stanza: Stanza<TlsKey>, tls: TransitTlsOptions): void {
  if ((tls.clientCertFile === undefined) === (tls.clientKeyFile === undefined)) return;
  const missing = tls.clientKeyFile === undefined ? "tls_client_key" : "tls_client_cert";
  stanza.error(missing, "is required: a client certificate and its key come together");
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, "");
}
