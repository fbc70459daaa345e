// Questions between threads: a call goes out with a number, its answer comes back with the same. Refusals travel as
// their code and message; anything else thrown is a bug and says so on both sides.
import type { MessagePort } from "node:worker_threads";
import { type ErrorCode, VaultError } from "#base/vault-error.ts";

type Methods = Record<string, (argument: never) => unknown>;

interface CallMessage {
  call: number;
  method: string;
  argument: unknown;
}

interface ReplyMessage {
  reply: number;
  value?: unknown;
  refusal?: { code: ErrorCode; message: string };
  bug?: string;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type ArgumentsOf<M, K extends keyof M> = M[K] extends () => unknown
  ? []
  : M[K] extends (argument: infer A) => unknown
    ? [argument: A]
    : never;
type AnswerOf<M, K extends keyof M> = M[K] extends (argument: never) => infer R ? Awaited<R> : never;

/** Asks the other side's methods `Theirs` and answers with `ours`. */
export class Rpc<Theirs extends Methods> {
  readonly #port: MessagePort;
  readonly #ours: Methods;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(port: MessagePort, ours: Methods) {
    this.#port = port;
    this.#ours = ours;
    port.on("message", (message: CallMessage | ReplyMessage) => {
      if ("reply" in message) this.#settle(message);
      else void this.#answer(message);
    });
  }

  call<K extends keyof Theirs & string>(
    method: K,
    ...args: ArgumentsOf<Theirs, K>
  ): Promise<AnswerOf<Theirs, K>> {
    const call = ++this.#calls;
    const [argument] = args;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve: resolve as Waiting["resolve"], reject });
      this.#port.postMessage({ call, method, argument } satisfies CallMessage);
    });
  }

  close(): void {
    this.#port.close();
    for (const { reject } of this.#waiting.values()) reject(new Error("the thread has ended"));
    this.#waiting.clear();
  }

  async #answer({ call, method, argument }: CallMessage): Promise<void> {
    const handler = Object.hasOwn(this.#ours, method) ? this.#ours[method] : undefined;
    try {
      if (!handler) throw new TypeError(`no method ${method}`);
      this.#port.postMessage({ reply: call, value: await handler(argument as never) } satisfies ReplyMessage);
    } catch (error) {
      this.#port.postMessage(failure(call, error));
    }
  }

  #settle(message: ReplyMessage): void {
    const waiting = this.#waiting.get(message.reply);
    this.#waiting.delete(message.reply);
    if (message.refusal) waiting?.reject(new VaultError(message.refusal.code, message.refusal.message));
    else if (message.bug !== undefined) waiting?.reject(new Error(message.bug));
    else waiting?.resolve(message.value);
  }
}

function failure(call: number, error: unknown): ReplyMessage {
  if (error instanceof VaultError)
    return { reply: call, refusal: { code: error.code, message: error.message } };
  return { reply: call, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
