// A listener's TLS: which files, which versions and suites, and whether clients show certificates.
import type { HclValue } from "#base/hcl/ast.ts";
import { toText, unfit } from "#base/hcl/convert.ts";
import { ignored, type KeyTable, refused, used } from "../reading/key-table.ts";
import type { Stanza } from "../reading/stanza.ts";
import { opensslCipherNames } from "./cipher-suites.ts";

export type TlsVersion = "TLSv1.2" | "TLSv1.3";
export type ClientCertificates = "never asked" | "asked" | "required";

export interface TlsOptions {
  readonly certFile: string;
  readonly keyFile: string;
  /** Of a file with the key's passphrase; a line's end after it does not count. */
  readonly keyPassphraseFile: string | undefined;
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** OpenSSL's names with colons between them; `undefined` for Node's own choice. */
  readonly ciphers: string | undefined;
  /** OpenSSL's names of key exchange groups with colons between them; `undefined` for Node's own choice. */
  readonly keyExchangeGroups: string | undefined;
  readonly clientCaFile: string | undefined;
  readonly clientCertificates: ClientCertificates;
  /** How often the files are looked at for a change; `undefined` when only SIGHUP does. */
  readonly reloadIntervalMs: number | undefined;
}

const ACME = "certificates by ACME are not built in; name tls_cert_file and tls_key_file";

export const TLS_KEYS = {
  tls_disable: used("Plain HTTP. Warns unless the address is a loopback one.", { standard: "false" }),
  tls_cert_file: used("PEM file: the certificate, then its chain.", { reloads: true }),
  tls_key_file: used("PEM file of the private key. Others must not be able to read it.", { reloads: true }),
  tls_key_passphrase_file: used("File with the passphrase of an encrypted key.", { reloads: true }),
  tls_min_version: used('"tls12" or "tls13".', { standard: '"tls12"' }),
  tls_max_version: used('"tls12" or "tls13".', { standard: '"tls13"' }),
  tls_cipher_suites: used("Go's names of TLS 1.2 suites, with commas between them."),
  tls_key_exchange_preferences: used('Groups in order, such as "X25519MLKEM768" and "X25519".'),
  tls_client_ca_file: used("PEM file of the authorities that client certificates are checked against.", {
    reloads: true,
  }),
  tls_require_and_verify_client_cert: used("Refuse clients without a valid certificate.", {
    standard: "false",
  }),
  tls_disable_client_certs: used("Never ask clients for a certificate.", { standard: "false" }),
  tls_auto_reload: used("Watch the files and take changed ones without a signal.", { standard: "true" }),
  tls_auto_reload_interval: used("How often the files are looked at.", { standard: '"10s"' }),
  tls_prefer_server_cipher_suites: ignored("Go and Node choose the order themselves"),
  tls_acme_ca_directory: refused(ACME),
  tls_acme_test_ca_directory: refused(ACME),
  tls_acme_ca_root: refused(ACME),
  tls_acme_cache_path: refused(ACME),
  tls_acme_domains: refused(ACME),
  tls_acme_email: refused(ACME),
  tls_acme_key_type: refused(ACME),
  tls_acme_eab_key_id: refused(ACME),
  tls_acme_eab_mac_key: refused(ACME, { secret: true }),
  tls_acme_disable_http_challenge: refused(ACME),
  tls_acme_disable_alpn_challenge: refused(ACME),
} satisfies KeyTable;

type TlsKey = keyof typeof TLS_KEYS;

const VERSIONS: ReadonlyMap<string, TlsVersion> = new Map([
  ["tls12", "TLSv1.2"],
  ["tls13", "TLSv1.3"],
]);
/** Go's names of groups to OpenSSL's. */
const GROUPS: ReadonlyMap<string, string> = new Map([
  ["X25519MLKEM768", "X25519MLKEM768"],
  ["SecP256r1MLKEM768", "SecP256r1MLKEM768"],
  ["SecP384r1MLKEM1024", "SecP384r1MLKEM1024"],
  ["X25519", "X25519"],
  ["CurveP256", "P-256"],
  ["CurveP384", "P-384"],
  ["CurveP521", "P-521"],
]);
const STANDARD_RELOAD_INTERVAL_MS = 10_000;

/** `undefined` when TLS is off (or its settings are wrong, which has then been reported). */
export function readTls(stanza: Stanza<TlsKey>): TlsOptions | undefined {
  const disabled = stanza.flag("tls_disable") ?? false;
  const certFile = stanza.word("tls_cert_file");
  const keyFile = stanza.word("tls_key_file");
  const choices = {
    keyPassphraseFile: stanza.word("tls_key_passphrase_file"),
    ...readVersions(stanza),
    ciphers: stanza.value("tls_cipher_suites", toCiphers),
    keyExchangeGroups: readGroups(stanza),
    clientCaFile: stanza.word("tls_client_ca_file"),
    clientCertificates: readClientCertificates(stanza),
    reloadIntervalMs: readReloadInterval(stanza),
  };
  if (disabled || stanza.isWrong("tls_disable")) return undefined;
  // One line is enough for a listener that says nothing of TLS.
  if (certFile === undefined) stanza.error("tls_cert_file", "is required unless tls_disable is true");
  else if (keyFile === undefined) stanza.error("tls_key_file", "is required beside tls_cert_file");
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile, ...choices };
}

function readVersions(stanza: Stanza<TlsKey>): Pick<TlsOptions, "minVersion" | "maxVersion"> {
  const minVersion = asVersion(stanza.value("tls_min_version", toVersionWord)) ?? "TLSv1.2";
  const maxVersion = asVersion(stanza.value("tls_max_version", toVersionWord)) ?? "TLSv1.3";
  if (minVersion > maxVersion) stanza.error("tls_min_version", "is above tls_max_version");
  return { minVersion, maxVersion };
}

function toVersionWord(value: HclValue): string {
  const word = toText(value).toLowerCase();
  if (word === "tls10" || word === "tls11")
    throw unfit(value, "must be tls12 or tls13: older versions are broken");
  if (!VERSIONS.has(word)) throw unfit(value, 'must be "tls12" or "tls13"');
  return word;
}

function asVersion(word: string | undefined): TlsVersion | undefined {
  return word === undefined ? undefined : VERSIONS.get(word);
}

function toCiphers(value: HclValue): string {
  const names = toText(value)
    .split(",")
    .map((name) => name.trim());
  const ciphers = opensslCipherNames(names.filter((name) => name !== ""));
  if (ciphers === undefined) throw unfit(value, "names a suite that is unknown or insecure");
  return ciphers;
}

function readGroups(stanza: Stanza<TlsKey>): string | undefined {
  const names = stanza.words("tls_key_exchange_preferences");
  if (names === undefined || names.length === 0) return undefined;
  const groups = names.map((name) => GROUPS.get(name));
  if (groups.includes(undefined)) {
    stanza.error("tls_key_exchange_preferences", `must name groups out of ${[...GROUPS.keys()].join(", ")}`);
  }
  return groups.join(":");
}

function readClientCertificates(stanza: Stanza<TlsKey>): ClientCertificates {
  const required = stanza.flag("tls_require_and_verify_client_cert") ?? false;
  const disabled = stanza.flag("tls_disable_client_certs") ?? false;
  if (required && disabled) {
    stanza.error(
      "tls_disable_client_certs",
      "cannot be true together with tls_require_and_verify_client_cert",
    );
  }
  if (required) return "required";
  return disabled ? "never asked" : "asked";
}

function readReloadInterval(stanza: Stanza<TlsKey>): number | undefined {
  const watches = stanza.flag("tls_auto_reload") ?? true;
  const intervalMs = stanza.durationMs("tls_auto_reload_interval", { min: 1000, max: 86_400_000 });
  return watches ? (intervalMs ?? STANDARD_RELOAD_INTERVAL_MS) : undefined;
}
