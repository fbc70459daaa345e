// A server process whose root key a transit engine guards.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { ServerProcess, type ServerWish } from "./server-process.ts";
import { clientOf } from "./unsealed-server.ts";

export interface TransitSealWish {
  peerAddress: string;
  /** HCL: a token, a token_file or an auth block. */
  login: string;
  /** More HCL, beside the seal. */
  config?: string;
  env?: ServerWish["env"];
}

export interface Initialized {
  rootToken: string;
  recoveryKeys: string[];
}

const WAIT_MS = 20_000;

export class SealedByTransit implements AsyncDisposable {
  readonly process: ServerProcess;
  readonly anybody: HttpClient;

  private constructor(process: ServerProcess) {
    this.process = process;
    this.anybody = clientOf(process);
  }

  static async start({ peerAddress, login, config = "", env }: TransitSealWish): Promise<SealedByTransit> {
    const seal = `seal "transit" {
  address = "${peerAddress}"
  key_name = "autounseal"
  ${login}
}
${config}`;
    return new SealedByTransit(await ServerProcess.start({ tls: false, config: seal, ...(env && { env }) }));
  }

  async initialize(recoveryShares = 1, recoveryThreshold = 1): Promise<Initialized> {
    const wish = { recovery_shares: recoveryShares, recovery_threshold: recoveryThreshold };
    const made = (await this.anybody.put("/v1/sys/init", wish)).expect(200).json;
    await this.unsealed();
    return { rootToken: made.root_token, recoveryKeys: made.recovery_keys_base64 };
  }

  async isSealed(): Promise<boolean> {
    return (await this.anybody.get("/v1/sys/seal-status")).expect(200).json.sealed;
  }

  /** Resolves when the node is unsealed and serves. */
  async unsealed(): Promise<void> {
    const deadline = Date.now() + WAIT_MS;
    while ((await this.anybody.get("/v1/sys/health")).status !== 200) {
      if (Date.now() > deadline) throw new Error(`the node stays sealed:\n${this.process.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.anybody[Symbol.dispose]();
    await this.process[Symbol.asyncDispose]();
  }
}

/** Replaces a file's content, for its owner only. @returns the path */
export function writeSecretFile(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}
