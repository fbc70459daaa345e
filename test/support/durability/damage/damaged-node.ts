// A data folder with a known past, copies of it to damage, and a judge who starts a server over a damaged copy: what is
// damaged must be refused or named, or make no difference. A wrong answer is a violation, whatever else is said.
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { clientOf, UnsealedServer } from "#test/server/unsealed-server.ts";

export type StateOfFolder = "early" | "clean" | "killed";

/** "refused": the server does not serve, and says why. "named": it serves all but what it names as damaged. */
export interface Verdict {
  kind: "refused" | "named" | "harmless";
  /** What the server printed. */
  output: string;
}

const MOUNT = "damage";
const KEYS = 40;
const JUDGE_MS = 60_000;
const REFUSAL = /the Raft log is damaged: |cannot open the Raft log: |the state store is damaged: /;

export class DamagedNode implements Disposable {
  readonly #home: string;
  readonly #unsealKey: string;
  readonly #token: string;

  private constructor(home: string, server: UnsealedServer) {
    this.#home = home;
    this.#unsealKey = server.unsealKey;
    this.#token = server.rootToken;
  }

  /** Lives the past: everything written once ("early"), overwritten and stopped ("clean"), written to and killed. */
  static async prepare(): Promise<DamagedNode> {
    const home = mkdtempSync(join(tmpdir(), "coffer-damage-"));
    await using server = await UnsealedServer.start({ tls: false });
    const node = new DamagedNode(home, server);
    const keep = (state: StateOfFolder): void =>
      cpSync(server.process.dataDirectory, join(home, state), { recursive: true });
    (await server.root.put(`/v1/sys/mounts/${MOUNT}`, { type: "kv" })).expect(204);
    await writeAll(server.root, "early");
    await server.process.end("SIGTERM");
    keep("early");
    await server.restart();
    await writeAll(server.root, "now");
    await server.process.end("SIGTERM");
    keep("clean");
    await server.restart();
    (await server.root.put(`/v1/${MOUNT}/last`, { text: "last" })).expect(204);
    await server.process.end("SIGKILL");
    keep("killed");
    return node;
  }

  /** The folder as it was, not to be changed. */
  folder(state: StateOfFolder): string {
    return join(this.#home, state);
  }

  /** @param damage is given a data folder of its own. @throws Error when a wrong answer is given */
  async judge(
    state: StateOfFolder,
    damage: (dataDirectory: string) => void | Promise<void>,
  ): Promise<Verdict> {
    const folder = mkdtempSync(join(this.#home, "case-"));
    try {
      cpSync(this.folder(state), join(folder, "data"), { recursive: true });
      await damage(join(folder, "data"));
      return await this.#run(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #run(folder: string): Promise<Verdict> {
    let server: ServerProcess;
    try {
      server = await ServerProcess.start({ tls: false, folder });
    } catch (error) {
      return refusal((error as Error).message);
    }
    try {
      using client = clientOf(server).with({ token: this.#token });
      if (!(await this.#serves(server, client))) return refusal(server.output);
      const damaged = await lookAtAll(client);
      // The log names what it is that can not be read.
      for (const key of damaged) {
        if (!new RegExp(`stored record \\S*/${key}: `).test(server.output))
          throw new Error(`${key} can not be read and the log does not say so:\n${server.output}`);
      }
      return { kind: damaged.length > 0 ? "named" : "harmless", output: server.output };
    } finally {
      await server.end("SIGKILL");
    }
  }

  /** @returns false: it has ended before it served */
  async #serves(server: ServerProcess, client: HttpClient): Promise<boolean> {
    const deadlineMs = performance.now() + JUDGE_MS;
    while (server.exitCode === null) {
      if (performance.now() > deadlineMs) throw new Error(`it neither serves nor ends:\n${server.output}`);
      const status = await client.get("/v1/sys/health").then(
        (answer) => answer.status,
        () => undefined,
      );
      if (status === 200) return true;
      if (status === 503) {
        await client.put("/v1/sys/unseal", { key: this.#unsealKey }).catch(() => undefined);
      }
      await delay(20);
    }
    return false;
  }

  [Symbol.dispose](): void {
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** One that names neither log nor state leaves its operator alone. */
function refusal(output: string): Verdict {
  if (!REFUSAL.test(output)) throw new Error(`it ended without naming what is damaged:\n${output}`);
  return { kind: "refused", output };
}

/** Keys of the state store below the mount end like this. */
export function damageKey(at: number): string {
  return `k${at}`;
}

async function writeAll(root: HttpClient, text: string): Promise<void> {
  for (let at = 0; at < KEYS; at++) {
    (await root.put(`/v1/${MOUNT}/${damageKey(at)}`, { text: `${text} ${at}` })).expect(204);
  }
}

/** @returns keys that answer an error. @throws Error when an answer is wrong */
async function lookAtAll(client: HttpClient): Promise<string[]> {
  const damaged: string[] = [];
  const wanted = new Map(Array.from({ length: KEYS }, (_, at) => [damageKey(at), `now ${at}`]));
  for (const [key, text] of wanted) {
    const answer = await client.get(`/v1/${MOUNT}/${key}`);
    if (answer.status === 500) damaged.push(key);
    else if (answer.status !== 200 || answer.data.text !== text)
      throw new Error(`${key} answers ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  const listed: string[] = (await client.list(`/v1/${MOUNT}`)).expect(200).data.keys;
  for (const key of wanted.keys()) if (!listed.includes(key)) throw new Error(`${key} is not listed`);
  return damaged;
}
