// The flags of `server`. Go programs take one dash or two; node's parser takes two.
import { parseArgs } from "node:util";

const FLAGS = {
  config: { type: "string", multiple: true, help: "A configuration file or a folder of them; may repeat." },
  "log-level": { type: "string", help: "trace, debug, info, warn or error." },
  "log-format": { type: "string", help: "standard or json." },
  "log-file": { type: "string", help: "Write the log to this file." },
  "log-rotate-bytes": { type: "string", help: "Size at which that file is put aside." },
  "log-rotate-duration": { type: "string", help: "Time after which that file is put aside." },
  "log-rotate-max-files": { type: "string", help: "Files kept that were put aside; -1 for none." },
  "exit-on-core-shutdown": { type: "boolean", help: "Accepted for compatibility." },
  dev: { type: "boolean", help: "Development: in memory, unsealed, one key, kv v2 at secret/." },
  "dev-root-token-id": { type: "string", help: "The root token of -dev." },
  "dev-listen-address": { type: "string", help: "Where -dev listens; 127.0.0.1:8200." },
  "dev-no-store-token": { type: "boolean", help: "Do not keep the -dev root token in the token helper." },
  "dev-no-kv": { type: "boolean", help: "No kv engine at secret/." },
  "dev-kv-v1": { type: "boolean", help: "kv v1 instead of v2 at secret/." },
  "dev-tls": { type: "boolean", help: "-dev with TLS and a certificate made for it." },
  "dev-tls-cert-dir": { type: "string", help: "Where the certificate of -dev-tls is put." },
  "dev-tls-san": { type: "string", multiple: true, help: "More names for the certificate of -dev-tls." },
  help: { type: "boolean", short: "h", help: "Show this." },
} as const;

export interface ServerFlags {
  config: readonly string[];
  /** By name, for the configuration: `log-level` and friends. */
  settings: Readonly<Record<string, string | undefined>>;
  dev: boolean;
  devRootTokenId: string | undefined;
  devListenAddress: string | undefined;
  devStoresToken: boolean;
  devKv: "1" | "2" | undefined;
  devTls: { directory: string | undefined; names: readonly string[] } | undefined;
  help: boolean;
}

/** @throws Error naming the flag that is wrong */
export function parseServerFlags(words: readonly string[]): ServerFlags {
  const args = words.map((word) => (/^-[a-z][a-z-]+/.test(word) ? `-${word}` : word)).map(withValue);
  const { values } = parseArgs({ args, options: FLAGS, allowPositionals: false, strict: true });
  const isDev = values.dev === true || values["dev-tls"] === true;
  return {
    config: values.config ?? [],
    settings: {
      "log-level": values["log-level"],
      "log-format": values["log-format"],
      "log-file": values["log-file"],
      "log-rotate-bytes": values["log-rotate-bytes"],
      "log-rotate-duration": values["log-rotate-duration"],
      "log-rotate-max-files": values["log-rotate-max-files"],
    },
    dev: isDev,
    devRootTokenId: values["dev-root-token-id"],
    devListenAddress: values["dev-listen-address"],
    devStoresToken: values["dev-no-store-token"] !== true,
    devKv: values["dev-no-kv"] ? undefined : values["dev-kv-v1"] ? "1" : "2",
    devTls: values["dev-tls"]
      ? { directory: values["dev-tls-cert-dir"], names: values["dev-tls-san"] ?? [] }
      : undefined,
    help: values.help === true,
  };
}

/** Go takes `-dev=true`; node wants a bare switch. */
function withValue(word: string): string {
  const switches = Object.entries(FLAGS).filter(([, flag]) => flag.type === "boolean");
  const found = switches.find(([name]) => word === `--${name}=true`);
  return found ? `--${found[0]}` : word;
}

/** What `server -help` prints. */
export function serverHelp(program: string): string {
  const lines = Object.entries(FLAGS).map(([name, { help }]) => `  -${name.padEnd(24)} ${help}`);
  return `Usage: ${program} server [options]

  Starts a node. With a configuration:

      $ ${program} server -config=/etc/${program}/config.hcl

  For development only, in memory and unsealed:

      $ ${program} server -dev

Options:

${lines.join("\n")}
`;
}
