// A thread of this process: started at once, ready when it says so. One that ends unasked is told of.
import { type MessagePort, Worker } from "node:worker_threads";

export interface SpawnedThreadOptions {
  kind: "consensus" | "request";
  workerData: object;
  transferList: readonly MessagePort[];
  /** The thread ended; asked or not. Called once or more. */
  ended(error: Error): void;
}

export class SpawnedThread {
  readonly worker: Worker;
  /** Never settles when the thread ends before: `ended` tells. */
  readonly ready: Promise<void>;

  constructor({ kind, workerData, transferList, ended }: SpawnedThreadOptions) {
    const url = new URL(`../threads/${kind}-thread.ts`, import.meta.url);
    const worker = new Worker(url, {
      workerData,
      transferList: [...transferList],
      name: `coffer-${kind}`,
    });
    worker.on("error", (error) => ended(error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => ended(new Error(`the ${kind} thread ended with code ${code}`)));
    this.worker = worker;
    this.ready = new Promise((resolve) => worker.once("message", () => resolve()));
  }
}
