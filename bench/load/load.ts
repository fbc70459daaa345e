// A load process and its open connections, driven slice by slice.
import { type ChildProcess, fork } from "node:child_process";
import type { LoadCall, LoadOrder, Slice } from "./load-process.ts";

export class Load implements Disposable {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open(order: LoadOrder): Promise<Load> {
    const child = fork(new URL("./load-process.ts", import.meta.url), { execArgv: ["--no-warnings"] });
    const load = new Load(child);
    await load.#ask({ open: order });
    return load;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @throws Error when any answer is no success */
  slice(sliceMs: number): Promise<Slice> {
    return this.#succeed({ sliceMs });
  }

  /** One request for each key. @throws Error when any answer is no success */
  each(): Promise<Slice> {
    return this.#succeed({ each: true });
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }

  async #succeed(call: LoadCall): Promise<Slice> {
    const slice = (await this.#ask(call)) as Slice;
    const refused = Object.keys(slice.statuses).filter((status) => !status.startsWith("2"));
    if (refused.length > 0) throw new Error(`answers under load: ${JSON.stringify(slice.statuses)}`);
    return slice;
  }

  #ask(call: LoadCall): Promise<Slice | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Slice | undefined>();
    const ended = (code: number | null): void => reject(new Error(`the load ended with code ${code}`));
    this.#child.once("exit", ended);
    this.#child.once("message", (answer: { result?: Slice; error?: string }) => {
      this.#child.off("exit", ended);
      if (answer.error === undefined) resolve(answer.result);
      else reject(new Error(answer.error));
    });
    this.#child.send(call);
    return promise;
  }
}
