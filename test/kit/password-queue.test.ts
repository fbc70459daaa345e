import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { PasswordQueue, type PasswordScheme } from "#kit/password-queue.ts";
import { SharedSlots } from "#kit/shared-slots.ts";

/** Says what it is asked, and finishes when told. */
class SlowScheme implements PasswordScheme {
  readonly asked: string[] = [];
  running = 0;
  most = 0;
  #finish: (() => void)[] = [];

  async hash(password: Uint8Array): Promise<string> {
    await this.#work(`hash ${new TextDecoder().decode(password)}`);
    return "hashed";
  }

  async isPassword(password: Uint8Array, stored: string): Promise<boolean> {
    await this.#work(`check ${new TextDecoder().decode(password)}`);
    return stored === "right";
  }

  isCurrent(stored: string): boolean {
    return stored === "right";
  }

  async #work(what: string): Promise<void> {
    this.asked.push(what);
    this.most = Math.max(this.most, ++this.running);
    await new Promise<void>((resolve) => this.#finish.push(resolve));
    this.running--;
  }

  async finishAll(): Promise<void> {
    for (let idle = 0; idle < 3; idle++) {
      for (const finish of this.#finish.splice(0)) {
        finish();
        idle = 0;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

const password = (text: string) => new Secret(utf8(text));

function aQueue(
  maxWaiting = 10,
  slots = SharedSlots.forSlots(1),
): { queue: PasswordQueue; scheme: SlowScheme } {
  const scheme = new SlowScheme();
  return { scheme, queue: new PasswordQueue({ slots, scheme, maxWaiting }) };
}

test("hashes are made one at a time, in the order of asking", async () => {
  const { queue, scheme } = aQueue();
  const results = Promise.all([
    queue.hash(password("a")),
    queue.verify(password("b"), "right"),
    queue.verify(password("c"), "wrong"),
  ]);
  await scheme.finishAll();
  assert.deepEqual(await results, ["hashed", true, false]);
  assert.deepEqual(scheme.asked, ["hash a", "check b", "check c"]);
  assert.equal(scheme.most, 1);
});

test("who finds the queue full is told so at once; later there is room again", async () => {
  const { queue, scheme } = aQueue(2);
  const waiting = [queue.hash(password("a")), queue.hash(password("b"))];
  await assert.rejects(queue.hash(password("c")), (error) => {
    assert.ok(error instanceof VaultError);
    assert.equal(error.code, "too_many_requests");
    assert.match(error.message, /more than 2 passwords wait/);
    return true;
  });
  await scheme.finishAll();
  await Promise.all(waiting);
  const later = queue.hash(password("d"));
  await scheme.finishAll();
  assert.equal(await later, "hashed");
});

test("a hash that fails fails alone", async () => {
  const scheme = new SlowScheme();
  scheme.hash = async () => {
    throw new Error("no memory");
  };
  const queue = new PasswordQueue({ slots: SharedSlots.forSlots(1), scheme });
  const failing = queue.hash(password("a"));
  const next = queue.verify(password("b"), "right");
  await assert.rejects(failing, /no memory/);
  await scheme.finishAll();
  assert.equal(await next, true);
});

test("for an unknown user a hash is made all the same (CVE-2025-6011, CVE-2025-54999)", async () => {
  const { queue, scheme } = aQueue(5000);
  const answers = Promise.all(
    Array.from({ length: 2000 }, (_, at) => queue.verify(password("x"), at % 2 ? "wrong" : undefined)),
  );
  await scheme.finishAll();
  assert.ok((await answers).every((isRight) => !isRight));
  const [hashes, checks] = ["hash x", "check x"].map(
    (what) => scheme.asked.filter((asked) => asked === what).length,
  );
  assert.deepEqual([hashes, checks], [1000, 1000]);
});

test("queues of several threads share the slots of the process", async () => {
  const slots = SharedSlots.forSlots(1);
  const [one, other] = [aQueue(10, slots), aQueue(10, slots)];
  const first = one.queue.hash(password("a"));
  const second = other.queue.hash(password("b"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(one.scheme.running + other.scheme.running, 1);
  await one.scheme.finishAll();
  await first;
  while (other.scheme.running === 0) await new Promise((resolve) => setImmediate(resolve));
  await other.scheme.finishAll();
  assert.equal(await second, "hashed");
});

test("a slot that another thread gives back wakes who waits for it", async () => {
  const memory = SharedSlots.forSlots(1);
  await new SharedSlots(memory).take();
  const url = new URL("../../src/kit/shared-slots.ts", import.meta.url).href;
  const code = `import { workerData } from "node:worker_threads";
    const { SharedSlots } = await import(${JSON.stringify(url)});
    new SharedSlots(workerData).give();`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`), {
    workerData: memory,
  });
  await new SharedSlots(memory).take();
  await worker.terminate();
});

test("slots are given in the order of asking, whoever asks", async () => {
  const memory = SharedSlots.forSlots(2);
  const [one, other] = [new SharedSlots(memory), new SharedSlots(memory)];
  const order: string[] = [];
  const turns: (() => void)[] = [];
  const work = async (slots: SharedSlots, name: string) => {
    await slots.take();
    order.push(name);
    await new Promise<void>((resolve) => turns.push(resolve));
    slots.give();
  };
  const names = ["a", "b", "c", "d", "e", "f"];
  const done = Promise.all(names.map((name, at) => work(at < 3 ? one : other, name)));
  while (order.length < names.length || turns.length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(turns.length <= 2);
    turns.shift()?.();
  }
  await done;
  assert.deepEqual(order, names);
});

test("the count of turns may go round", async () => {
  const memory = SharedSlots.forSlots(1);
  new Int32Array(memory).fill(0x7fff_ffff, 0, 2);
  const slots = new SharedSlots(memory);
  for (let time = 0; time < 3; time++) {
    await slots.take();
    slots.give();
  }
});

test("at most one hash at a time on one or two cores, two on more", () => {
  assert.deepEqual([1, 2, 3, 4, 64].map(PasswordQueue.slotsFor), [1, 1, 1, 2, 2]);
});

test("the real hash: right, wrong and unknown", async () => {
  const queue = new PasswordQueue({ slots: SharedSlots.forSlots(1) });
  const stored = await queue.hash(password("pw"));
  assert.deepEqual(
    [
      await queue.verify(password("pw"), stored),
      await queue.verify(password("px"), stored),
      await queue.verify(password("pw"), undefined),
      queue.isCurrent(stored),
    ],
    [true, false, false, true],
  );
});
