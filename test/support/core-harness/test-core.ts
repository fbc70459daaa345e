// A core that a test talks to as a client would, without HTTP: `get`, `post`, `list`, `delete` and `request`.
import type { Request } from "#contract/request.ts";
import type { Answer } from "#core/answer.ts";
import type { MemoryStore } from "./memory-store.ts";
import type { RecordingLogger } from "./recording-logger.ts";
import type { SimplePolicies } from "./simple-policies.ts";
import { answered, refused, type TestAnswer } from "./test-answer.ts";
import type { TestClock } from "./test-clock.ts";
import type { TestConsensus } from "./test-consensus.ts";
import { TestNode } from "./test-node.ts";
import { asRequest, type TestRequest } from "./test-request.ts";
import { TestThread, type ThreadOptions } from "./test-thread.ts";

type Body = NonNullable<TestRequest["body"]>;

export class TestCore {
  readonly node: TestNode;
  readonly thread: TestThread;
  /** A root token without end. */
  readonly rootToken: string;
  readonly #options: ThreadOptions;

  constructor(node: TestNode, options: ThreadOptions, rootToken: string) {
    this.node = node;
    this.rootToken = rootToken;
    this.#options = options;
    this.thread = new TestThread(node, options);
  }

  get clock(): TestClock {
    return this.node.clock;
  }

  get consensus(): TestConsensus {
    return this.node.consensus;
  }

  get store(): MemoryStore {
    return this.node.disk.store;
  }

  get logger(): RecordingLogger {
    return this.node.logger;
  }

  get policies(): SimplePolicies {
    return this.#options.policies;
  }

  /** Never rejects for what a client did wrong: that is an answer with a status. */
  async request(test: TestRequest): Promise<TestAnswer> {
    const request = asRequest(test, this.rootToken);
    try {
      const answer = await this.node.turns.during(this.#handle(request));
      return answered(answer, request.path);
    } catch (error) {
      return refused(error);
    }
  }

  get(path: string, token?: string | null): Promise<TestAnswer> {
    return this.request({ method: "GET", path, token });
  }

  list(path: string, token?: string | null): Promise<TestAnswer> {
    return this.request({ method: "LIST", path, token });
  }

  post(path: string, body: Body = {}, token?: string | null): Promise<TestAnswer> {
    return this.request({ method: "POST", path, body, token });
  }

  delete(path: string, token?: string | null): Promise<TestAnswer> {
    return this.request({ method: "DELETE", path, token });
  }

  /** Another request thread of the same node, with caches of its own. */
  anotherThread(): TestCore {
    return new TestCore(this.node, this.#options, this.rootToken);
  }

  /** kill -9 and start again: what was applied is there, everything else is gone. */
  async restarted(): Promise<TestCore> {
    this.consensus.kill();
    void this.stopDuties();
    return new TestCore(await TestNode.over(this.node.disk), this.#options, this.rootToken);
  }

  /** This thread does what only a leader does: jobs, expiry, what mounts do by themselves. */
  startDuties(): void {
    this.thread.runner.start();
    this.thread.sweeper.start();
    this.thread.mountDuties.start();
  }

  async stopDuties(): Promise<void> {
    const { runner, sweeper, mountDuties } = this.thread;
    await Promise.all([runner.stop(), sweeper.stop(), mountDuties.stop()]);
  }

  /** Lets time pass, turn by turn, until `condition` holds. */
  until(condition: () => boolean, what: string): Promise<void> {
    return this.node.turns.until(condition, what);
  }

  // A handler may throw before it has made a promise.
  async #handle(request: Request): Promise<Answer> {
    return this.thread.pipeline.handle(request);
  }
}
