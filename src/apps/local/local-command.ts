// `local`: a cluster on this machine for trying things: durable in one folder, unsealed by a key beside it, nothing to
// configure. Stays in the foreground and ends its nodes with itself.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { isJsonObject } from "#client/json-text.ts";
import { keepRootToken, prepareFiles, readRootToken } from "./local-files.ts";
import { type LocalPlan, planLocal } from "./local-plan.ts";
import { LocalServer } from "./local-server.ts";

const HELP = `Usage: coffer local [options]

  Runs a durable cluster of three nodes on this machine, initialised and unsealed:

      $ coffer local
      $ coffer local -data=/tmp/try -port=9200

Options:

  -data    Folder for everything; ./data.
  -port    Port of the first node; 8200. The others follow ten and twenty above it.
  -help    Show this.
`;

const NODES = 3;
const RESTART_MS = 5000;

export async function run(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: words.map((word) => (/^-[a-z][a-z-]+/.test(word) ? `-${word}` : word)),
    options: { data: { type: "string" }, port: { type: "string" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const port = Number(values.port ?? 8200);
  if (!Number.isInteger(port) || port < 1 || port > 65_500) {
    process.stderr.write("-port: expected a port below 65500\n");
    return 1;
  }
  return runCluster(planLocal({ data: resolve(values.data ?? "data"), nodes: NODES, port }));
}

async function runCluster(plan: LocalPlan): Promise<number> {
  const isNew = prepareFiles(plan);
  if (isNew) say(`made the seal's key: ${plan.sealKeyPath}`);
  const servers = plan.nodes.map((node) => LocalServer.start(node));
  let isStopping = false;
  const stop = (): void => {
    isStopping = true;
    for (const server of servers) server.stop("SIGTERM");
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    await bringUp(plan, servers);
    process.stdout.write(welcome(plan));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    stop();
    await Promise.all(servers.map((server) => server.ended));
    return 1;
  }
  await Promise.all(servers.map((server) => keepRunning(server, () => isStopping)));
  return 0;
}

/** Whoever kills a node to watch the others sees it come back. */
async function keepRunning(server: LocalServer, isStopping: () => boolean): Promise<void> {
  for (;;) {
    await server.ended;
    if (isStopping()) return;
    say(`${server.node.name} has ended; it starts again in ${RESTART_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
    if (isStopping()) return;
    server.restart();
    say(`${server.node.name} runs again (pid ${server.pid})`);
  }
}

async function bringUp(plan: LocalPlan, servers: readonly LocalServer[]): Promise<void> {
  const [first] = servers;
  if (!first) return;
  say(`starting ${servers.map(({ node }) => node.name).join(", ")} …`);
  const healths = await Promise.all(servers.map((server) => server.waitFor(() => true)));
  // With one that has data there is a cluster, which a node without joins by itself: another one would split it.
  if (healths.every(({ initialized }) => !initialized)) await initialize(plan, first);
  for (const server of servers) await server.waitFor(({ sealed }) => !sealed);
  for (const server of servers) await server.waitForLeader();
}

async function initialize(plan: LocalPlan, first: LocalServer): Promise<void> {
  const answer = await first.client.json({
    method: "PUT",
    path: "sys/init",
    json: { recovery_shares: 1, recovery_threshold: 1 },
  });
  if (!isJsonObject(answer) || typeof answer.root_token !== "string") {
    throw new Error("the cluster was not initialised");
  }
  keepRootToken(plan, answer.root_token);
  say(`initialised; the root token is in ${plan.rootTokenPath}`);
}

function say(text: string): void {
  process.stdout.write(`coffer: ${text}\n`);
}

function welcome(plan: LocalPlan): string {
  const [first, second] = plan.nodes;
  const token = readRootToken(plan) ?? "(not kept here: see whoever initialised this data)";
  return `
Coffer is running at ${plan.nodes.map(({ apiAddress }) => apiAddress).join(", ")}
Root token: ${token}

Next, in another terminal:

    $ export VAULT_ADDR=${first?.apiAddress} VAULT_TOKEN=$(cat ${plan.rootTokenPath})
    $ bin/vault secrets enable -path=secret -version=2 kv
    $ bin/vault kv put secret/hello who=world

Kill the leader and watch another one take over (the killed one comes back after ${RESTART_MS / 1000} s):

    $ bin/vault operator raft list-peers
    $ kill -9 $(cat ${plan.folder}/node1.pid); VAULT_ADDR=${second?.apiAddress} bin/vault operator raft list-peers

Ctrl-C stops it; what was written stays in ${plan.folder.replace(/\/local$/, "")}.
`;
}
