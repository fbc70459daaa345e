// Short ways to ask for a decision in tests.
import type { NetworkAddress } from "#config/address/network-address.ts";
import { type ConfigProblem, formatProblem } from "#config/reading/config-problem.ts";
import {
  type ConfigDecision,
  type ConfigInputs,
  decideConfig,
  type ServerConfig,
} from "#config/server-config.ts";

export const ETH0: NetworkAddress = {
  interfaceName: "eth0",
  address: "10.0.0.7",
  family: "ipv4",
  prefixLength: 24,
  hasDefaultRoute: true,
};
export const LOOPBACK: NetworkAddress = {
  interfaceName: "lo",
  address: "127.0.0.1",
  family: "ipv4",
  prefixLength: 8,
  hasDefaultRoute: false,
};

export const MINIMAL = 'storage "inmem" {}\nlistener "tcp" { tls_disable = true }\n';

export function decide(text: string, inputs: Partial<ConfigInputs> = {}): ConfigDecision {
  return decideConfig({
    sources: [{ name: "a.hcl", text }],
    environment: {},
    networkAddresses: [LOOPBACK, ETH0],
    ...inputs,
  });
}

/** The configuration of a text that must be accepted. */
export function accept(text: string, inputs: Partial<ConfigInputs> = {}): ServerConfig {
  const { config, errors } = decide(text, inputs);
  if (config === undefined) throw new Error(`refused:\n${lines(errors).join("\n")}`);
  return config;
}

/** Each problem as the one line that a server prints. */
export function lines(problems: readonly ConfigProblem[]): readonly string[] {
  return problems.map(formatProblem);
}
