// A thread of this process: started at once, ready when it says so. One that ends unasked is told of.
import { type MessagePort, Worker } from "node:worker_threads";

export interface SpawnedThreadOptions {
  kind: "consensus" | "request";
  workerData: object;
  transferList: readonly MessagePort[];
  /** The thread ended; asked or not. */
  ended(reason: string): void;
}

export class SpawnedThread {
  readonly worker: Worker;
  /** Rejects with what the thread failed of, if it ends before. */
  readonly ready: Promise<void>;

  constructor({ kind, workerData, transferList, ended }: SpawnedThreadOptions) {
    const url = new URL(`../threads/${kind}-thread.ts`, import.meta.url);
    const worker = new Worker(url, {
      workerData,
      transferList: [...transferList],
      name: `coffer-${kind}`,
    });
    worker.on("error", (error) => ended(`the ${kind} thread failed: ${stackOf(error)}`));
    worker.on("exit", (code) => ended(`the ${kind} thread ended with code ${code}`));
    this.worker = worker;
    this.ready = new Promise((resolve, reject) => {
      worker.once("message", () => resolve());
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`the ${kind} thread ended with code ${code}`)));
    });
    // Whoever waits hears of it; a start that failed for another reason waits no more.
    this.ready.catch(() => {});
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
