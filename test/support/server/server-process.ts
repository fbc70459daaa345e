// The real server as a process of its own, for tests that talk to it from outside.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSelfSignedCertificate } from "#crypto/self-signed-certificate.ts";
import { freePort } from "./free-port.ts";

const LAUNCHER = join(import.meta.dirname, "../../../bin/coffer");
const START_MS = 60_000;

export interface ServerWish {
  /** TLS with a certificate made for it, unless false. */
  tls?: boolean;
  /** Kept, and used again by a restart. A folder of its own by default. */
  folder?: string;
  /** A free one by default. */
  port?: number;
  /** More configuration, HCL. */
  config?: string;
  /** More of the listener, HCL. */
  listener?: string;
  /** Instead of `storage "raft"` and the listener: flags of -dev. */
  dev?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** A running server process; its folder goes with it unless the test brought its own. */
export class ServerProcess implements AsyncDisposable {
  readonly address: string;
  readonly folder: string;
  /** PEM file to trust; undefined without TLS. */
  readonly caFile: string | undefined;
  readonly #wish: ServerWish;
  readonly #port: number;
  #child: ChildProcess;
  #output = "";

  private constructor(wish: ServerWish, place: Place) {
    this.#wish = wish;
    this.folder = place.folder;
    this.caFile = place.caFile;
    this.#port = place.port;
    this.address = `${place.caFile ? "https" : "http"}://127.0.0.1:${place.port}`;
    this.#child = this.#spawn();
  }

  /** @throws Error with what the server said when it does not start */
  static async start(wish: ServerWish = {}): Promise<ServerProcess> {
    const folder = wish.folder ?? mkdtempSync(join(tmpdir(), "coffer-test-"));
    const port = wish.port ?? (await freePort());
    const caFile = wish.dev || wish.tls === false ? undefined : await writeTls(folder);
    if (!wish.dev) writeFileSync(join(folder, "server.hcl"), configText({ folder, port, caFile }, wish));
    const server = new ServerProcess(wish, { folder, port, caFile });
    await server.#ready();
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get dataDirectory(): string {
    return join(this.folder, "data");
  }

  /** Everything it has printed. */
  get output(): string {
    return this.#output;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Sends a signal and waits for the end. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = new Promise<void>((resolve) => this.#child.once("exit", () => resolve()));
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }

  /** Takes effect with the next start. */
  reconfigure(config: string): void {
    const { folder, caFile } = this;
    const wish = { ...this.#wish, config };
    writeFileSync(join(folder, "server.hcl"), configText({ folder, port: this.#port, caFile }, wish));
  }

  /** The same data, a new process. */
  async restart(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.end(signal);
    this.#output = "";
    this.#child = this.#spawn();
    await this.#ready();
  }

  /** Writes the configuration anew, with other additions; SIGHUP or a restart reads it. */
  configure(more: string): void {
    const { folder, caFile } = this;
    const text = configText({ folder, caFile, port: this.#port }, { ...this.#wish, config: more });
    writeFileSync(join(folder, "server.hcl"), text);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Runs `look` on a copy of the folder, as the disk is now, while the process lives on. */
  async whileCopied<T>(look: (copy: string) => Promise<T>): Promise<T> {
    const copy = mkdtempSync(join(tmpdir(), "coffer-copy-"));
    try {
      this.signal("SIGSTOP");
      cpSync(this.folder, copy, { recursive: true });
      this.signal("SIGCONT");
      return await look(copy);
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }

  /** Resolves when the output matches. */
  async printed(pattern: RegExp): Promise<void> {
    const deadline = Date.now() + START_MS;
    while (!pattern.test(this.#output)) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended:\n${this.#output}`);
      if (Date.now() > deadline) throw new Error(`the server never printed ${pattern}:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async #ready(): Promise<void> {
    await this.printed(this.#wish.dev ? /Root Token: / : /server started!/);
  }

  #spawn(): ChildProcess {
    const { dev, env } = this.#wish;
    const args = dev
      ? ["server", "-dev", `-dev-listen-address=127.0.0.1:${this.#port}`, "-dev-no-store-token", ...dev]
      : ["server", `-config=${join(this.folder, "server.hcl")}`];
    const child = spawn(LAUNCHER, args, {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: this.folder,
      env: { ...process.env, ...env },
    });
    const take = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
    if (this.#wish.folder === undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A new key and certificate in the folder. @returns the file to trust */
export async function writeTls(folder: string): Promise<string> {
  const made = await makeSelfSignedCertificate({ names: ["localhost"], addresses: ["127.0.0.1"] });
  writeFileSync(join(folder, "tls.key"), made.keyPem, { mode: 0o600 });
  writeFileSync(join(folder, "tls.pem"), made.certificatePem);
  return join(folder, "tls.pem");
}

interface Place {
  folder: string;
  port: number;
  caFile: string | undefined;
}

function configText({ folder, port, caFile }: Place, { config = "", listener = "" }: ServerWish): string {
  const tls = caFile
    ? `tls_cert_file = "${caFile}"\n  tls_key_file = "${join(folder, "tls.key")}"`
    : "tls_disable = true";
  return `storage "raft" {
  path = "${join(folder, "data")}"
}
listener "tcp" {
  address = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${port + 1}"
  ${tls}
  ${listener}
}
api_addr = "${caFile ? "https" : "http"}://127.0.0.1:${port}"
cluster_addr = "127.0.0.1:${port + 1}"
${config}
`;
}
