// What the machine can do with the same tools and none of our work: Hono on one thread, plain HTTP/1.1, that answers
// every request with the same bytes. A process of its own, as the server is.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** What to answer: taken from the server that is measured. */
export interface CannedAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export class BareHono implements Disposable {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(): Promise<BareHono> {
    const child = fork(new URL("./bare-hono-server.ts", import.meta.url), { execArgv: ["--no-warnings"] });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new BareHono(child, port);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** From now on this is answered. */
  async answerWith(answer: CannedAnswer): Promise<void> {
    this.#child.send(answer);
    await once(this.#child, "message");
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
