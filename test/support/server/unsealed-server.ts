// A server process with an initialised, unsealed cluster of one node, and a client that may do everything.
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import { HttpClient } from "#test/http-client/http-client.ts";
import { ServerProcess, type ServerWish } from "./server-process.ts";

const ACTIVE_MS = 30_000;

const PATIENCE_MS = 20_000;

interface Keys {
  rootToken: string;
  /** Base64. */
  unsealKey: string;
}

export class UnsealedServer implements AsyncDisposable {
  readonly process: ServerProcess;
  readonly rootToken: string;
  readonly unsealKey: string;
  /** With the root token. */
  readonly root: HttpClient;
  /** Without a token. */
  readonly anybody: HttpClient;

  private constructor(process: ServerProcess, { rootToken, unsealKey }: Keys, anybody: HttpClient) {
    this.process = process;
    this.rootToken = rootToken;
    this.unsealKey = unsealKey;
    this.anybody = anybody;
    this.root = anybody.with({ token: rootToken });
  }

  static async start(wish: ServerWish = {}): Promise<UnsealedServer> {
    const process = await ServerProcess.start(wish);
    try {
      const anybody = clientOf(process);
      const { root_token: rootToken, keys_base64: keys } = (await initialise(anybody)).expect(200).json;
      const server = new UnsealedServer(process, { rootToken, unsealKey: keys[0] }, anybody);
      await server.unseal();
      return server;
    } catch (error) {
      await process[Symbol.asyncDispose]();
      throw error;
    }
  }

  async seal(): Promise<void> {
    (await this.root.put("/v1/sys/seal")).expect(204);
  }

  async unseal(): Promise<void> {
    const answer = await this.anybody.put("/v1/sys/unseal", { key: this.unsealKey });
    if (answer.expect(200).json.sealed) throw new Error("one key did not unseal");
    await this.active();
  }

  /** Resolves when the node leads and serves: after a kill it looks through its state first. */
  async active(): Promise<void> {
    const deadlineMs = performance.now() + ACTIVE_MS;
    for (;;) {
      const { status } = await this.anybody.get("/v1/sys/health");
      if (status === 200) return;
      if (performance.now() > deadlineMs) throw new Error(`sys/health still answers ${status}`);
      await delay(5);
    }
  }

  /** A new process over the same data, unsealed. */
  async restart(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await this.process.restart(signal);
    await this.unseal();
  }

  /** A client with the given token. */
  as(token: string): HttpClient {
    return this.anybody.with({ token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.root[Symbol.dispose]();
    this.anybody[Symbol.dispose]();
    await this.process[Symbol.asyncDispose]();
  }
}

/** Without a token. */
export function clientOf({ address, caFile }: ServerProcess): HttpClient {
  return new HttpClient({ address, ca: caFile && readFileSync(caFile) });
}

/** Asks again while nothing was executed, as every client does: a busy machine may be without a leader for a moment. */
async function initialise(anybody: HttpClient): Promise<HttpAnswer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await anybody.put("/v1/sys/init", { secret_shares: 1, secret_threshold: 1 });
    if (answer.status !== 503 || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
