import assert from "node:assert/strict";
import { test } from "node:test";
import { PART_BYTES } from "#cluster/forwarding/wire/part.ts";
import { PartAssembly } from "#cluster/forwarding/wire/part-assembly.ts";
import { PartQueue } from "#cluster/forwarding/wire/part-queue.ts";

const limits = { maxBytes: 10 * PART_BYTES, maxTotalBytes: 20 * PART_BYTES };
const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + seed) % 251);

test("a small request passes a large one that came first", () => {
  const queue = new PartQueue();
  queue.push(1, bytesOf(9 * PART_BYTES, 1));
  queue.push(2, bytesOf(10, 2));
  const calls = queue.take(2 * PART_BYTES).map(({ call, isLast }) => [call, isLast]);
  assert.deepEqual(calls, [
    [1, false],
    [2, true],
  ]);
});

test("what is cut is put together again, whatever the sizes", () => {
  const queue = new PartQueue();
  const sizes = [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 5];
  const sent = new Map(sizes.map((size, at) => [at, bytesOf(size, at)]));
  for (const [call, bytes] of sent) queue.push(call, bytes);
  const assembly = new PartAssembly(limits);
  const came = new Map<number, Uint8Array>();
  while (!queue.isEmpty) {
    for (const part of queue.take(PART_BYTES)) {
      const whole = assembly.add(part);
      if (typeof whole === "object") came.set(part.call, whole.bytes.slice());
    }
  }
  assert.deepEqual(new Map([...came].sort(([a], [b]) => a - b)), sent);
});

test("of a cancelled call only that is said", () => {
  const queue = new PartQueue();
  queue.push(1, bytesOf(3 * PART_BYTES, 1));
  queue.take(1);
  queue.cancel(1);
  assert.deepEqual(
    queue.take(1000).map(({ call, isCancelled }) => [call, isCancelled]),
    [[1, true]],
  );
  assert.ok(queue.isEmpty);
});

test("a call that grows too large is given up, and what still comes of it is ignored", () => {
  const assembly = new PartAssembly({ maxBytes: 100, maxTotalBytes: 1000 });
  const part = (isLast: boolean) => ({ call: 1, bytes: bytesOf(60, 1), isLast, isCancelled: false });
  assert.equal(assembly.add(part(false)), "incomplete");
  assert.equal(assembly.add(part(false)), "too-large");
  assert.equal(assembly.add(part(false)), "incomplete");
  assert.equal(assembly.add(part(true)), "incomplete");
  const again = assembly.add({ ...part(true), call: 1 });
  assert.ok(typeof again === "object", "the number may be used again");
});

test("all incomplete calls together are bounded", () => {
  const assembly = new PartAssembly({ maxBytes: 100, maxTotalBytes: 150 });
  const outcomes = [1, 2].map((call) =>
    assembly.add({ call, bytes: bytesOf(80, 1), isLast: false, isCancelled: false }),
  );
  assert.deepEqual(outcomes, ["incomplete", "too-large"]);
});
