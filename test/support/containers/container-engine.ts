// A container engine for tests: the one that DOCKER_HOST or the machine has, else a dockerd of our own, with its data,
// socket and end in our hands.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const START_MS = 60_000;

export class ContainerEngine implements AsyncDisposable {
  /** For DOCKER_HOST; undefined: the usual one. */
  readonly host: string | undefined;
  readonly #daemon: ChildProcess | undefined;
  readonly #folder: string | undefined;

  private constructor(host?: string, daemon?: ChildProcess, folder?: string) {
    this.host = host;
    this.#daemon = daemon;
    this.#folder = folder;
  }

  /** Undefined: there is none, and none can be started here. @throws Error when one is there and does not start */
  static async find(): Promise<ContainerEngine | undefined> {
    if (answers(process.env)) return new ContainerEngine(process.env.DOCKER_HOST);
    const isHere = ["docker", "dockerd"].every((name) => spawnSync(name, ["--version"]).status === 0);
    return isHere && process.getuid?.() === 0 ? ContainerEngine.#start() : undefined;
  }

  static async #start(): Promise<ContainerEngine> {
    const folder = mkdtempSync(join(tmpdir(), "coffer-engine-"));
    const host = `unix://${join(folder, "docker.sock")}`;
    const place = (name: string) => join(folder, name);
    // Into a file: nobody empties a pipe while tests run, and a full one stops the daemon.
    const log = openSync(place("log"), "w");
    const daemon = spawn(
      "dockerd",
      ["--host", host, "--data-root", place("data"), "--exec-root", place("run"), "--pidfile", place("pid")],
      { stdio: ["ignore", log, log] },
    );
    closeSync(log);
    const engine = new ContainerEngine(host, daemon, folder);
    const deadline = Date.now() + START_MS;
    while (!answers({ ...process.env, DOCKER_HOST: host })) {
      if (daemon.exitCode !== null || Date.now() > deadline) {
        const said = readFileSync(place("log"), "utf8").slice(-4000);
        await engine[Symbol.asyncDispose]();
        throw new Error(`dockerd did not start:\n${said}`);
      }
      await delay(100);
    }
    return engine;
  }

  /** What commands are run with. */
  get environment(): Record<string, string | undefined> {
    return { ...process.env, ...(this.host !== undefined && { DOCKER_HOST: this.host }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#daemon && this.#daemon.exitCode === null) {
      const ended = new Promise((resolve) => this.#daemon?.once("exit", resolve));
      this.#daemon.kill("SIGTERM");
      await ended;
    }
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}

function answers(env: NodeJS.ProcessEnv): boolean {
  return spawnSync("docker", ["info", "--format", "{{.ServerVersion}}"], { env, timeout: 5000 }).status === 0;
}
