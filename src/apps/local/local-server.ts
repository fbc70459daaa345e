// One node of a local cluster, as a process of its own with a log file.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject } from "#client/json-text.ts";
import { VaultClient } from "#client/vault-client.ts";
import type { LocalNode } from "./local-plan.ts";

const LAUNCHER = join(import.meta.dirname, "../../../bin/coffer");
const START_MS = 30_000;
const LOOK_MS = 50;

export interface NodeHealth {
  initialized: boolean;
  sealed: boolean;
}

export class LocalServer {
  readonly node: LocalNode;
  #child: ChildProcess;
  readonly #client: VaultClient;

  private constructor(node: LocalNode, child: ChildProcess) {
    this.node = node;
    this.#child = child;
    this.#client = new VaultClient({ address: node.apiAddress, retries: 0, timeoutMs: 5000 });
  }

  static start(node: LocalNode): LocalServer {
    return new LocalServer(node, spawnNode(node));
  }

  /** After it has ended. */
  restart(): void {
    this.#child = spawnNode(this.node);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get client(): VaultClient {
    return this.#client;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when the process has ended. */
  get ended(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isRunning) this.#child.once("exit", () => resolve());
      else resolve();
    });
  }

  /** Waits until `isReady` holds of the node's health. @throws Error with the end of the log when it ends before */
  async waitFor(isReady: (health: NodeHealth) => boolean): Promise<NodeHealth> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      const health = await this.#health();
      if (health && isReady(health)) return health;
      if (!this.isRunning) throw new Error(`${this.node.name} ended: ${this.#lastLine()}`);
      if (Date.now() > deadline)
        throw new Error(`${this.node.name} is not ready after 30 s; see ${this.node.logPath}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Waits until the node knows who leads. @throws Error when it does not */
  async waitForLeader(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      const answer = await this.#client.json({ method: "GET", path: "sys/leader" });
      if (isJsonObject(answer) && answer.leader_address !== "") return;
      if (Date.now() > deadline)
        throw new Error(`${this.node.name} finds no leader; see ${this.node.logPath}`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  async #health(): Promise<NodeHealth | undefined> {
    try {
      const answer = await this.#client.json({ method: "GET", path: "sys/seal-status" });
      return answer as unknown as NodeHealth;
    } catch {
      return undefined;
    }
  }

  #lastLine(): string {
    return readFileSync(this.node.logPath, "utf8").trim().split("\n").at(-1) ?? "no log";
  }

  stop(signal: "SIGTERM" | "SIGKILL"): void {
    if (this.isRunning) this.#child.kill(signal);
  }
}

/** Its process id is written beside its configuration, for whoever wants to kill it. */
function spawnNode(node: LocalNode): ChildProcess {
  const log = openSync(node.logPath, "a", 0o600);
  const stdio: ("ignore" | number)[] = ["ignore", log, log];
  const child = spawn(LAUNCHER, ["server", `-config=${node.configPath}`], { stdio });
  closeSync(log);
  writeFileSync(node.pidPath, `${child.pid}\n`, { mode: 0o600 });
  return child;
}
