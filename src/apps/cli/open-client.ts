// Makes the client that flags, environment and token helper describe.
import { Secret } from "#base/secret.ts";
import type { RateLimit } from "#client/rate-limiter.ts";
import { type ClientOptions, VaultClient } from "#client/vault-client.ts";
import { CliError } from "./cli-error.ts";
import { parseBoolean } from "./flags/flag.ts";
import type { SharedFlags } from "./flags/shared-flags.ts";
import { setting, settingName } from "./setting.ts";
import type { Terminal } from "./terminal.ts";

const DEFAULT_ADDRESS = "https://127.0.0.1:8200";
const LOOPBACK = "localhost,127.0.0.1,[::1]";

type Environment = Terminal["environment"];

/** @throws CliError (exit 2) */
export async function openClient(
  terminal: Terminal,
  flags: SharedFlags,
  token: "with token" | "without token" = "with token",
): Promise<VaultClient> {
  const { environment } = terminal;
  try {
    const options = await clientOptions(environment, flags);
    return new VaultClient({
      ...options,
      token: token === "with token" ? await tokenOf(terminal) : undefined,
      transport: await dryRunTransport(flags),
    });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      `failed to create client: ${error instanceof Error ? error.message : error}`,
      2,
      error,
    );
  }
}

async function clientOptions(environment: Environment, flags: SharedFlags): Promise<ClientOptions> {
  return {
    address: await addressOf(environment, flags),
    namespace: flags.namespace ?? setting(environment, "NAMESPACE"),
    headers: headersOf(environment, flags),
    tls: tlsOf(environment, flags),
    proxy: proxyOf(environment),
    timeoutMs: timeoutMs(environment),
    // Further attempts are for programs: a person sees the error and decides.
    retries: numberSetting(environment, "MAX_RETRIES") ?? 0,
    rateLimit: rateLimitOf(environment),
    followRedirects: !(
      flags["disable-redirects"] ??
      booleanSetting(environment, "DISABLE_REDIRECTS") ??
      false
    ),
  };
}

async function addressOf(environment: Environment, flags: SharedFlags): Promise<string> {
  const agent = flags["agent-address"] ?? setting(environment, "AGENT_ADDR");
  const address = flags.address ?? agent ?? setting(environment, "ADDR") ?? DEFAULT_ADDRESS;
  if (booleanSetting(environment, "SRV_LOOKUP") !== true) return address;
  const { lookUpServer } = await import("./look-up-server.ts");
  return await lookUpServer(address);
}

function headersOf(environment: Environment, flags: SharedFlags): [string, string][] {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(flags.header ?? {})) {
    if (name.toLowerCase().startsWith("x-vault-")) {
      throw new CliError(
        `failed to setup Headers[${name}]: headers starting by 'X-Vault-' are for internal usage only`,
        2,
      );
    }
    headers.push([name, value]);
  }
  const wrapTtl = flags["wrap-ttl"] ?? setting(environment, "WRAP_TTL");
  if (wrapTtl) headers.push(["X-Vault-Wrap-TTL", wrapTtl]);
  const mfa = flags.mfa?.length ? flags.mfa : [setting(environment, "MFA") ?? []].flat();
  for (const credential of mfa) headers.push(["X-Vault-MFA", credential]);
  if (flags["policy-override"]) headers.push(["X-Vault-Policy-Override", "true"]);
  return headers;
}

function tlsOf(environment: Environment, flags: SharedFlags): ClientOptions["tls"] {
  const pem = setting(environment, "CACERT_BYTES");
  return {
    caFile: flags["ca-cert"] ?? setting(environment, "CACERT"),
    caBytes: pem === undefined ? undefined : new TextEncoder().encode(pem),
    caDirectory: flags["ca-path"] ?? setting(environment, "CAPATH"),
    certificateFile: flags["client-cert"] ?? setting(environment, "CLIENT_CERT"),
    keyFile: flags["client-key"] ?? setting(environment, "CLIENT_KEY"),
    serverName: flags["tls-server-name"] ?? setting(environment, "TLS_SERVER_NAME"),
    skipVerify: flags["tls-skip-verify"] ?? booleanSetting(environment, "SKIP_VERIFY"),
  };
}

function proxyOf(environment: Environment): ClientOptions["proxy"] {
  const own = setting(environment, "PROXY_ADDR") ?? setting(environment, "HTTP_PROXY");
  return {
    http: own ?? environment.http_proxy ?? environment.HTTP_PROXY,
    https: own ?? environment.https_proxy ?? environment.HTTPS_PROXY,
    // Programs on this machine are reached directly, unless the proxy was named for us alone.
    except:
      own === undefined ? `${environment.no_proxy ?? environment.NO_PROXY ?? ""},${LOOPBACK}` : undefined,
  };
}

function timeoutMs(environment: Environment): number | undefined {
  const text = setting(environment, "CLIENT_TIMEOUT");
  if (text === undefined) return undefined;
  const match = /^(\d+)(s|m|h|ms)?$/.exec(text);
  if (match === null) throw notParsed(environment, "CLIENT_TIMEOUT", "a duration such as 60s");
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] ?? "s"] ?? 1000;
  return Number(match[1]) * unitMs;
}

function rateLimitOf(environment: Environment): RateLimit | undefined {
  const text = setting(environment, "RATE_LIMIT");
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(?::(\d+))?$/.exec(text);
  const perSecond = Number(match?.[1]);
  const burst = Number(match?.[2] ?? Math.ceil(perSecond));
  if (match === null || perSecond <= 0 || burst < 1)
    throw notParsed(environment, "RATE_LIMIT", "rate or rate:burst");
  return { perSecond, burst };
}

function booleanSetting(environment: Environment, name: string): boolean | undefined {
  const text = setting(environment, name);
  if (text === undefined) return undefined;
  try {
    return parseBoolean(text);
  } catch {
    throw notParsed(environment, name, "true or false");
  }
}

function numberSetting(environment: Environment, name: string): number | undefined {
  const text = setting(environment, name);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw notParsed(environment, name, "a whole number");
  return Number(text);
}

function notParsed(environment: Environment, name: string, expected: string): CliError {
  return new CliError(
    `failed to read environment: could not parse ${settingName(environment, name)}: expected ${expected}`,
    2,
  );
}

async function tokenOf(terminal: Terminal): Promise<Secret | undefined> {
  const fromEnvironment = setting(terminal.environment, "TOKEN");
  if (fromEnvironment !== undefined) return Secret.ofText(checked(fromEnvironment));
  const { openTokenHelper } = await import("./token-helper/open-token-helper.ts");
  const stored = await (await openTokenHelper(terminal)).get();
  return stored === undefined ? undefined : Secret.ofText(checked(stored));
}

/** A line end inside a token would end the header (and mostly comes from a pasted file). */
function checked(token: string): string {
  const trimmed = token.trim();
  if (/[^\x21-\x7e]/.test(trimmed)) {
    throw new CliError(
      "the token holds characters that no token has: log in again, or set VAULT_TOKEN anew",
      2,
    );
  }
  return trimmed;
}

async function dryRunTransport(flags: SharedFlags): Promise<ClientOptions["transport"]> {
  if (!flags["output-curl-string"] && !flags["output-policy"]) return undefined;
  const { DryRunTransport } = await import("./dry-run/dry-run-transport.ts");
  return new DryRunTransport();
}
