// A cluster of real node processes on loopback, initialised and with all its votes: for tests of what several nodes do.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeHex } from "#base/bytes.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { freePort } from "#test/server/free-port.ts";
import { until } from "#test/until.ts";
import { ClusterNode } from "./cluster-node.ts";

export interface ClusterWish {
  readonly nodes: number;
  /** By default each node unseals itself. */
  readonly seal?: "static" | "shamir";
  /** More configuration of each node, HCL. */
  readonly config?: string;
  /** Nodes find each other by retry_join, unless false. */
  readonly joins?: boolean;
}

const WAIT_MS = 30_000;

export class TestCluster implements AsyncDisposable {
  readonly nodes: readonly ClusterNode[];
  readonly folder: string;
  rootToken = "";
  /** Base64; with a Shamir seal. */
  unsealKey = "";

  constructor(folder: string, nodes: readonly ClusterNode[]) {
    this.folder = folder;
    this.nodes = nodes;
  }

  get running(): readonly ClusterNode[] {
    return this.nodes.filter(({ isRunning }) => isRunning);
  }

  node(at: number): ClusterNode {
    const node = this.nodes[at];
    if (!node) throw new RangeError(`there is no node ${at}`);
    return node;
  }

  /** A client of `node` that may do everything. */
  root(node: ClusterNode): HttpClient {
    return node.as(this.rootToken);
  }

  /** The node that leads and serves now; waits for one. */
  leader(): Promise<ClusterNode> {
    return until("a leader", async () => (await this.#leaders())[0], WAIT_MS);
  }

  async followers(): Promise<readonly ClusterNode[]> {
    const leader = await this.leader();
    return this.running.filter((node) => node !== leader);
  }

  /** Waits until all nodes that run are unsealed and `voters` of them have a vote. */
  async whole(voters = this.nodes.length): Promise<void> {
    await until(
      `${voters} voters, unsealed`,
      async () => {
        const leader = await this.leader();
        const servers = await this.servers(leader);
        const states = await Promise.all(this.running.map((node) => node.client.get("/v1/sys/seal-status")));
        const unsealed = states.every((answer) => answer.json.sealed === false);
        return unsealed && servers.filter(({ voter }) => voter).length === voters ? true : undefined;
      },
      WAIT_MS,
    );
  }

  async servers(
    node: ClusterNode,
  ): Promise<{ node_id: string; address: string; leader: boolean; voter: boolean }[]> {
    const answer = await this.root(node).get("/v1/sys/storage/raft/configuration");
    return answer.status === 200 ? answer.json.data.config.servers : [];
  }

  async #leaders(): Promise<ClusterNode[]> {
    const found = await Promise.all(
      this.running.map(async (node) => {
        try {
          return (await node.client.get("/v1/sys/leader")).json.is_self === true ? [node] : [];
        } catch {
          return [];
        }
      }),
    );
    return found.flat();
  }

  /** The logs of all nodes, for whoever looks at a failed test. */
  get output(): string {
    return this.nodes.map(({ name, output }) => `=== ${name}\n${output}`).join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.nodes) client[Symbol.dispose]();
    await Promise.all(this.nodes.map((node) => node.end("SIGKILL")));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Node processes that run and are in no cluster yet. */
export async function startNodes(wish: ClusterWish): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), "coffer-cluster-"));
  const ports: number[] = [];
  while (ports.length < wish.nodes) {
    const port = await freePort();
    if (ports.every((other) => Math.abs(other - port) > 3)) ports.push(port);
  }
  const config = `${sealOf(wish, folder)}\n${wish.config ?? ""}`;
  const joins = wish.joins === false ? "" : ports.map(retryJoin).join("\n");
  const nodes = ports.map(
    (port, at) => new ClusterNode({ name: `node${at + 1}`, folder, port, config, storage: joins }),
  );
  const cluster = new TestCluster(folder, nodes);
  try {
    await Promise.all(nodes.map((node) => node.start()));
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
  return cluster;
}

/** A cluster whose nodes are all unsealed voters. */
export async function startCluster(wish: ClusterWish): Promise<TestCluster> {
  const cluster = await startNodes(wish);
  try {
    await initialize(cluster, wish);
    await cluster.whole();
    return cluster;
  } catch (error) {
    const { output } = cluster;
    await cluster[Symbol.asyncDispose]();
    throw new Error(`the cluster did not come up: ${(error as Error).message}\n${output}`, { cause: error });
  }
}

/** Initialises the first node; the others join by themselves, with a Shamir seal once they are given the key. */
async function initialize(cluster: TestCluster, { seal = "static" }: ClusterWish): Promise<void> {
  const first = cluster.node(0);
  const shares =
    seal === "static"
      ? { recovery_shares: 1, recovery_threshold: 1 }
      : { secret_shares: 1, secret_threshold: 1 };
  const made = (await first.client.put("/v1/sys/init", shares)).expect(200).json;
  cluster.rootToken = made.root_token;
  if (seal === "static") return;
  cluster.unsealKey = made.keys_base64[0];
  for (const node of cluster.nodes) await unseal(cluster, node);
}

/** With the key of a Shamir seal, as soon as the node knows which cluster it is for. */
export async function unseal(cluster: TestCluster, node: ClusterNode): Promise<void> {
  await until(
    `${node.name} takes the unseal key`,
    async () => {
      const answer = await node.client.put("/v1/sys/unseal", { key: cluster.unsealKey });
      return answer.status === 200 && answer.json.sealed === false ? true : undefined;
    },
    WAIT_MS,
  );
}

function sealOf({ seal = "static" }: ClusterWish, folder: string): string {
  if (seal === "shamir") return "";
  const path = join(folder, "seal.key");
  writeFileSync(path, `${encodeHex(secureRandom.bytes(32))}\n`, { mode: 0o600 });
  return `seal "static" {
  current_key_id = "test"
  current_key    = "file://${path}"
}`;
}

function retryJoin(port: number): string {
  return `retry_join { leader_api_addr = "http://127.0.0.1:${port}" }`;
}
