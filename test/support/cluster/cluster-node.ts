// One node of a test's cluster, as a process with a configuration file of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HttpClient } from "#test/http-client/http-client.ts";

const LAUNCHER = join(import.meta.dirname, "../../../bin/coffer");
const START_MS = 30_000;

export interface ClusterNodeWish {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  /** HCL of everything but storage, listener and addresses: the seal above all. */
  readonly config: string;
  /** HCL inside of `storage "raft"`. */
  readonly storage: string;
  readonly env?: Readonly<Record<string, string>>;
}

export class ClusterNode {
  readonly name: string;
  readonly address: string;
  /** Its data; emptied, it is a node that has lost its disk. */
  readonly dataDirectory: string;
  /** Without a token. */
  readonly client: HttpClient;
  readonly #wish: ClusterNodeWish;
  #child: ChildProcess | undefined;
  #output = "";

  constructor(wish: ClusterNodeWish) {
    this.#wish = wish;
    this.name = wish.name;
    this.address = `http://127.0.0.1:${wish.port}`;
    this.dataDirectory = join(wish.folder, wish.name);
    this.client = new HttpClient({ address: this.address });
    mkdirSync(wish.folder, { recursive: true });
    writeFileSync(this.#configPath, configText(wish, this.dataDirectory), { mode: 0o600 });
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get isRunning(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Everything that this process, and those before it, have printed. */
  get output(): string {
    return this.#output;
  }

  /** @throws Error with what the node said when it does not start */
  async start(): Promise<void> {
    const child = spawn(LAUNCHER, ["server", `-config=${this.#configPath}`], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.#wish.env },
    });
    const from = this.#output.length;
    const take = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    this.#child = child;
    const deadline = Date.now() + START_MS;
    while (!this.#output.slice(from).includes("server started!")) {
      if (!this.isRunning) throw new Error(`${this.name} ended:\n${this.#output.slice(from)}`);
      if (Date.now() > deadline) throw new Error(`${this.name} does not start:\n${this.#output.slice(from)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** SIGSTOP, SIGCONT and the like. */
  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Ends the process. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    await ended;
  }

  async restart(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.end(signal);
    await this.start();
  }

  /** All that it kept is gone. */
  loseDisk(): void {
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  as(token: string): HttpClient {
    return this.client.with({ token });
  }

  get #configPath(): string {
    return join(this.#wish.folder, `${this.name}.hcl`);
  }
}

function configText({ name, port, config, storage }: ClusterNodeWish, dataDirectory: string): string {
  return `storage "raft" {
  path    = "${dataDirectory}"
  node_id = "${name}"
  ${storage}
}
listener "tcp" {
  address         = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${port + 1}"
  tls_disable     = true
}
api_addr     = "http://127.0.0.1:${port}"
cluster_addr = "127.0.0.1:${port + 1}"
${config}
`;
}
