import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { KeyWorkQueue } from "#kit/key-work-queue.ts";

/** Work that ends when it is told to, and says how much of it runs. */
class Works {
  running = 0;
  most = 0;
  readonly started: number[] = [];
  readonly #ends: (() => void)[] = [];

  readonly make = (number: number) => async (): Promise<number> => {
    this.running++;
    this.most = Math.max(this.most, this.running);
    this.started.push(number);
    await new Promise<void>((resolve) => this.#ends.push(resolve));
    this.running--;
    return number;
  };

  async endAll(count: number): Promise<void> {
    for (let ended = 0; ended < count; ) {
      const end = this.#ends.shift();
      if (end) ended++;
      end?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

test("private keys are used one after the other on a thread, in the order of asking", async () => {
  const queue = new KeyWorkQueue(KeyWorkQueue.slotsFor(64));
  const works = new Works();
  const results = Array.from({ length: 20 }, (_, at) => queue.use(works.make(at)));
  await works.endAll(20);
  const expected = Array.from({ length: 20 }, (_, at) => at);
  assert.deepEqual(await Promise.all(results), expected);
  assert.deepEqual(works.started, expected);
  assert.equal(works.most, 1);
});

test("threads share the slots of the process: one for two cores, two for more", async () => {
  for (const [cores, expected] of [
    [1, 1],
    [2, 1],
    [4, 2],
    [64, 2],
  ] as const) {
    const slots = KeyWorkQueue.slotsFor(cores);
    const threads = Array.from({ length: 4 }, () => new KeyWorkQueue(slots));
    const works = new Works();
    const results = threads.flatMap((thread, at) => [thread.use(works.make(at)), thread.use(works.make(at))]);
    await works.endAll(8);
    await Promise.all(results);
    assert.equal(works.most, expected, `${cores} cores`);
  }
});

test("making keys, which takes seconds, holds up nobody who uses one", async () => {
  const queue = new KeyWorkQueue(KeyWorkQueue.slotsFor(1));
  const slow = new Works();
  const made = queue.make(slow.make(0));
  assert.equal(await queue.use(async () => "signed"), "signed");
  await slow.endAll(1);
  await made;
});

test("who finds the queue full is told so at once; work that fails fails alone and gives its place back", async () => {
  const queue = new KeyWorkQueue(KeyWorkQueue.slotsFor(1));
  const works = new Works();
  const accepted = Array.from({ length: 512 }, (_, at) => queue.use(works.make(at)));
  await assert.rejects(
    queue.use(async () => 1),
    (error) => error instanceof VaultError && error.code === "too_many_requests",
  );
  await works.endAll(512);
  await Promise.all(accepted);
  await assert.rejects(
    queue.use(() => Promise.reject(new Error("no such key"))),
    /no such key/,
  );
  assert.equal(await queue.use(async () => 2), 2);
});
