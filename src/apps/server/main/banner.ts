// What a start prints on standard output: the block that people know from Vault.
import type { ListenerOptions } from "#config/listener.ts";
import type { ServerConfig } from "#config/server-config.ts";
import type { NodePlan } from "./node-plan.ts";

export function banner(config: ServerConfig, plan: NodePlan): string {
  const rows: [string, string][] = [
    ["Api Address", config.addresses.apiAddr],
    ["Cluster Address", `https://${hostPort(config.addresses.clusterAddr)}`],
    ...config.listeners.map((listener, at): [string, string] => [`Listener ${at + 1}`, describe(listener)]),
    ["Log Level", config.log.level],
    ["Request Threads", String(plan.requestThreads)],
    ["Seal", config.seal.type],
    ["Storage", describeStorage(config)],
    ["Version", `Coffer v${plan.facts.cofferVersion} (speaks Vault v${plan.facts.vaultVersion})`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padStart(width + 4)}: ${value}`);
  return `==> Vault server configuration:\n\n${lines.join("\n")}\n\n==> Vault server started! Log data will stream in below:\n\n`;
}

function describe(listener: ListenerOptions): string {
  const tls = listener.tls ? "enabled" : "disabled";
  return `tcp (addr: "${hostPort(listener.address)}", cluster address: "${hostPort(listener.clusterAddress)}", tls: "${tls}")`;
}

function describeStorage({ storage }: ServerConfig): string {
  return storage.type === "inmem" ? "inmem" : `${storage.type} (${storage.path})`;
}

function hostPort({ host, port }: { host: string; port: number }): string {
  return `${host.includes(":") ? `[${host}]` : host || "0.0.0.0"}:${port}`;
}
