// Where a local cluster keeps its things and how its nodes are configured. Pure.
import { join } from "node:path";

export interface LocalNode {
  name: string;
  apiAddress: string;
  configPath: string;
  logPath: string;
  pidPath: string;
  config: string;
}

export interface LocalPlan {
  folder: string;
  sealKeyPath: string;
  rootTokenPath: string;
  nodes: readonly LocalNode[];
}

export interface LocalWish {
  /** Folder of everything durable. */
  data: string;
  nodes: number;
  /** Port of the first node; each further one is ten higher. */
  port: number;
}

const HOST = "127.0.0.1";
const STEP = 10;

export function planLocal({ data, nodes, port }: LocalWish): LocalPlan {
  const folder = join(data, "local");
  const ports = Array.from({ length: nodes }, (_, at) => port + at * STEP);
  const sealKeyPath = join(folder, "seal.key");
  return {
    folder,
    sealKeyPath,
    rootTokenPath: join(folder, "root-token"),
    nodes: ports.map((own, at) => {
      const others = ports.filter((other) => other !== own);
      return planNode({ data, folder, sealKeyPath, number: at + 1, port: own, others });
    }),
  };
}

interface NodeInput {
  data: string;
  folder: string;
  sealKeyPath: string;
  number: number;
  port: number;
  /** Ports of the nodes that it joins, whichever of them has a cluster. */
  others: readonly number[];
}

function planNode({ data, folder, sealKeyPath, number, port, others }: NodeInput): LocalNode {
  const name = `node${number}`;
  const apiAddress = `http://${HOST}:${port}`;
  const joins = others.map((other) => `  retry_join { leader_api_addr = "http://${HOST}:${other}" }\n`);
  const config = `# Written by \`coffer local\`; changed here, it is written again at the next start.
storage "raft" {
  path    = "${join(data, name)}"
  node_id = "${name}"
${joins.join("")}}

listener "tcp" {
  address         = "${HOST}:${port}"
  cluster_address = "${HOST}:${port + 1}"
  tls_disable     = true
}

seal "static" {
  current_key_id = "local"
  current_key    = "file://${sealKeyPath}"
}

api_addr     = "${apiAddress}"
cluster_addr = "${HOST}:${port + 1}"
`;
  return {
    name,
    apiAddress,
    configPath: join(folder, `${name}.hcl`),
    logPath: join(folder, `${name}.log`),
    pidPath: join(folder, `${name}.pid`),
    config,
  };
}
