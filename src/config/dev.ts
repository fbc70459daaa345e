// server -dev: a configuration nobody has to write. In memory, loopback, unsealed by the one who started it.
import { Secret } from "#base/secret.ts";
import { parseHostPort } from "./address/host-port.ts";
import { type ConfigProblem, ProblemList } from "./reading/config-problem.ts";
import { Environment, type EnvironmentVariables } from "./reading/environment.ts";
import type { ConfigSource } from "./server-config.ts";

export interface DevFlags {
  /** -dev-root-token-id, or VAULT_DEV_ROOT_TOKEN_ID */
  readonly rootTokenId?: string | undefined;
  /** -dev-listen-address, or VAULT_DEV_LISTEN_ADDRESS */
  readonly listenAddress?: string | undefined;
  /** Files made for -dev-tls. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

export interface DevPlan {
  /** To be handed to `loadConfig` before any -config. */
  readonly source: ConfigSource;
  /** `undefined`: one is made up. */
  readonly rootToken: Secret | undefined;
  readonly errors: readonly ConfigProblem[];
}

const STANDARD_ADDRESS = "127.0.0.1:8200";

export function planDev(flags: DevFlags, variables: EnvironmentVariables): DevPlan {
  const environment = new Environment(variables);
  const problems = new ProblemList();
  const refuse = (flag: string, reason: string): void => {
    problems.error({ source: `-${flag}`, line: 0, column: 0 }, "", reason);
  };
  const address = flags.listenAddress || environment.find("DEV_LISTEN_ADDRESS")?.value || STANDARD_ADDRESS;
  const parsed = parseHostPort(address);
  if (typeof parsed === "string") refuse("dev-listen-address", parsed);
  const token = flags.rootTokenId || environment.find("DEV_ROOT_TOKEN_ID")?.value;
  // Vault's own check: a dot would make it look like a token of another kind.
  if (token?.includes(".")) refuse("dev-root-token-id", "must not hold a dot");
  return {
    source: { name: "-dev", text: devText(address, flags.tls) },
    rootToken: token === undefined ? undefined : Secret.ofText(token),
    errors: problems.of("error"),
  };
}

/** JSON, so that no value needs escaping of its own. */
function devText(address: string, tls: DevFlags["tls"]): string {
  const security =
    tls === undefined ? { tls_disable: true } : { tls_cert_file: tls.certFile, tls_key_file: tls.keyFile };
  return JSON.stringify({
    ui: true,
    storage: { inmem: {} },
    listener: { tcp: { address, ...security } },
    telemetry: { prometheus_retention_time: "24h" },
  });
}
