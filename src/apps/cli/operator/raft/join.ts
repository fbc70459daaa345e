import { isJsonObject } from "#client/json-text.ts";
import { attempt } from "../../attempt.ts";
import { CliError } from "../../cli-error.ts";
import { defineCommand } from "../../command.ts";
import { integerFlag, switchFlag, textFlag } from "../../flags/flag.ts";
import { readTextFile } from "../../input/read-text-file.ts";
import { plainText } from "../../output/plain-text.ts";
import { printData } from "../../output/print.ts";
import type { Terminal } from "../../terminal.ts";

export const command = defineCommand({
  summary: "Join a node to the cluster",
  usage: "[options] [LEADER-API-ADDRESS | AUTO-JOIN-CONFIGURATION]",
  description: [
    "Makes the node that is asked join the cluster whose API answers at the given address. Certificates and keys may be given as PEM text or as @file.",
  ],
  examples: [
    ["Join by the address of any member:", "operator raft join https://node1:8200"],
    ["With the CA of the cluster:", "operator raft join -leader-ca-cert=@ca.pem https://node1:8200"],
    ["Let the members be found:", 'operator raft join "provider=k8s label_selector=app=vault"'],
  ],
  flags: {
    "auto-join-port": integerFlag("Port of the members that are found. The default is 8200."),
    "auto-join-scheme": textFlag("https or http, for the members that are found. The default is https."),
    "leader-ca-cert": textFlag("CA certificate that the other node's certificate is verified against."),
    "leader-client-cert": textFlag("Certificate to show to the other node."),
    "leader-client-key": textFlag("Private key of -leader-client-cert."),
    "leader-tls-servername": textFlag("Name to expect in the other node's certificate."),
    "non-voter": switchFlag("Join without a vote."),
    retry: switchFlag("Let the node go on trying when it fails."),
  },
  output: "fields",
  least: 0,
  most: 1,
  async run(call) {
    const { flags, terminal } = call;
    const target = (call.args[0] ?? "").trim();
    const finds = target.includes("provider=");
    if (finds && call.given.has("leader-tls-servername"))
      throw new CliError("-leader-tls-servername needs an address, not an auto-join configuration");
    const body = {
      leader_api_addr: finds ? "" : target,
      auto_join: finds ? target : "",
      auto_join_scheme: finds ? (flags["auto-join-scheme"] ?? "https") : "",
      auto_join_port: finds ? (flags["auto-join-port"] ?? 8200) : 0,
      leader_ca_cert: await pemOf(terminal, flags["leader-ca-cert"], "leader CA certificate"),
      leader_client_cert: await pemOf(terminal, flags["leader-client-cert"], "leader client certificate"),
      leader_client_key: await pemOf(terminal, flags["leader-client-key"], "leader client key"),
      leader_tls_servername: flags["leader-tls-servername"] ?? "",
      retry: flags.retry,
      non_voter: flags["non-voter"],
    };
    const client = await call.client();
    const joining = client.json({ method: "POST", path: "sys/storage/raft/join", json: body });
    const answer = await attempt(call, "Error joining the node to the Raft cluster", joining);
    const joined = isJsonObject(answer) && answer.joined === true;
    if (call.format !== "table" || call.field !== undefined) return await printData(call, { joined });
    call.terminal.out(`Key       Value\n---       -----\nJoined    ${plainText(joined)}\n`);
    return 0;
  },
});

/** `@file`, or the text itself. */
async function pemOf(terminal: Terminal, value: string | undefined, what: string): Promise<string> {
  if (value === undefined || !value.startsWith("@")) return value ?? "";
  return await readTextFile(terminal, value.slice(1), what);
}
