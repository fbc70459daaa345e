// Whether logins that queue for their password hash slow down the log's disk.
import { argon2 } from "node:crypto";
import { startLogThread } from "#test/log-thread/start-log-thread.ts";
import { percentile, rounded } from "./statistics.ts";

export const QUEUED_LOGINS = 64;

export interface LoginOptions {
  readonly directory: string;
  readonly payload: Uint8Array;
  readonly rounds: number;
  readonly roundMs: number;
}

export interface LoginRow {
  quietSyncP99Ms: number;
  busySyncP99Ms: number;
  slowdown: number;
  hashes: number;
}

/** The log on its own thread, 16 entries a group, while 64 logins wait for a hash that runs one at a time. */
export async function measureLogins({
  directory,
  payload,
  rounds,
  roundMs,
}: LoginOptions): Promise<LoginRow> {
  const syncs: number[] = [];
  const thread = startLogThread(directory, {
    onGroup: ({ syncMicros }) => syncs.push(syncMicros / 1000),
  });
  const link = await thread.link;
  let index = 0;
  const appendOnce = (): Promise<void> =>
    new Promise((resolve) => {
      const entries = Array.from({ length: 16 }, () => ({
        index: ++index,
        term: 1,
        kind: "data" as const,
        data: payload,
      }));
      link.write({ entries }, resolve);
      link.flush();
    });
  const appendFor = async (ms: number): Promise<number[]> => {
    syncs.length = 0;
    for (const endAt = performance.now() + ms; performance.now() < endAt; ) await appendOnce();
    return [...syncs];
  };
  await appendFor(roundMs);
  const quiet: number[] = [];
  const busy: number[] = [];
  let hashes = 0;
  for (let round = 0; round < rounds; round++) {
    quiet.push(...(await appendFor(roundMs)));
    const logins = new LoginQueue(() => hashes++);
    busy.push(...(await appendFor(roundMs)));
    await logins.stop();
  }
  await link.close();
  const quietSyncP99Ms = rounded(
    percentile(
      quiet.sort((a, b) => a - b),
      0.99,
    ),
  );
  const busySyncP99Ms = rounded(
    percentile(
      busy.sort((a, b) => a - b),
      0.99,
    ),
  );
  return { quietSyncP99Ms, busySyncP99Ms, slowdown: rounded(busySyncP99Ms / quietSyncP99Ms), hashes };
}

/** Sixty-four logins wait at any time; one is hashed. */
class LoginQueue {
  #waiting = QUEUED_LOGINS;
  #isStopped = false;
  readonly #finished: Promise<void>;

  constructor(onHash: () => void) {
    this.#finished = this.#work(onHash);
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#finished;
  }

  async #work(onHash: () => void): Promise<void> {
    while (!this.#isStopped && this.#waiting > 0) {
      await hashPassword();
      onHash(); // its client logs in again
    }
  }
}

/** OWASP's argon2id: 19 MiB, two passes, one lane. */
function hashPassword(): Promise<void> {
  const parameters = {
    message: "correct horse",
    nonce: "sixteen-byte-salt",
    parallelism: 1,
    tagLength: 32,
    memory: 19_456,
    passes: 2,
  };
  return new Promise((resolve, reject) => {
    argon2("argon2id", parameters, (error) => (error === null ? resolve() : reject(error)));
  });
}
