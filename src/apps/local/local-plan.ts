// Where a local cluster keeps its things and how its nodes are configured. Pure.
import { join } from "node:path";

export interface LocalNode {
  name: string;
  apiAddress: string;
  configPath: string;
  logPath: string;
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

export function planLocal({ data, nodes, port }: LocalWish): LocalPlan {
  const folder = join(data, "local");
  const sealKeyPath = join(folder, "seal.key");
  return {
    folder,
    sealKeyPath,
    rootTokenPath: join(folder, "root-token"),
    nodes: Array.from({ length: nodes }, (_, at) =>
      planNode({ data, folder, sealKeyPath, number: at + 1, port: port + at * 10 }),
    ),
  };
}

interface NodeInput {
  data: string;
  folder: string;
  sealKeyPath: string;
  number: number;
  port: number;
}

function planNode({ data, folder, sealKeyPath, number, port }: NodeInput): LocalNode {
  const name = `node${number}`;
  const apiAddress = `http://${HOST}:${port}`;
  const config = `# Written by \`coffer local\`; changed here, it is written again at the next start.
storage "raft" {
  path    = "${join(data, name)}"
  node_id = "${name}"
}

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
    config,
  };
}
