import assert from "node:assert/strict";
import { test } from "node:test";
import { ENCRYPTION_COUNTER_BYTES, EncryptionCounter } from "#core/sealing/encryption-counter.ts";
import { COUNT_BLOCK, KeyRotation } from "#core/sealing/key-rotation.ts";
import {
  DEFAULT_ROTATION,
  ENCRYPTION_COUNT_KEY,
  encryptionCountRecord,
  ROTATION_KEY,
  type RotationConfig,
  readKeyring,
  rotationRecord,
} from "#core/sealing/rotation.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

const DAY_SECONDS = 86_400;

interface Led {
  core: TestCore;
  counter: EncryptionCounter;
  rotation: KeyRotation;
}

async function leading(config: Partial<RotationConfig> = {}, core?: TestCore): Promise<Led> {
  const led = core ?? (await aCore());
  const counter = new EncryptionCounter(new SharedArrayBuffer(ENCRYPTION_COUNTER_BYTES));
  await commit(led, (transaction) =>
    transaction.write(rotationRecord, ROTATION_KEY, { ...DEFAULT_ROTATION, ...config }),
  );
  const rotation = new KeyRotation({ transactor: led.thread.transactor, counter, logger: led.logger });
  await led.node.turns.during(rotation.look(true));
  return { core: led, counter, rotation };
}

type Work = Parameters<TestCore["thread"]["transactor"]["run"]>[0];

async function commit<T>(core: TestCore, work: Work): Promise<T> {
  const { result } = await core.node.turns.during(core.thread.transactor.run(work));
  return result as T;
}

const look = ({ core, rotation }: Led): Promise<void> => core.node.turns.during(rotation.look(false));

const termOf = (core: TestCore): Promise<number> =>
  commit(core, (transaction) => readKeyring(transaction).active.term);

const countOf = (core: TestCore): Promise<{ term: number; reserved: number } | undefined> =>
  commit(core, (transaction) => transaction.read(encryptionCountRecord, ENCRYPTION_COUNT_KEY));

test("a key as old as the interval makes way for a new one, and that one in its time", async () => {
  const led = await leading({ intervalSeconds: DAY_SECONDS });
  const { core } = led;
  // The first key of a test is as old as time.
  assert.equal(await termOf(core), 2);
  core.clock.advanceSeconds(DAY_SECONDS - 60);
  await look(led);
  assert.equal(await termOf(core), 2);
  core.clock.advanceSeconds(60);
  await look(led);
  assert.equal(await termOf(core), 3);
  // What the older keys made still opens.
  const after = core.anotherThread();
  after.thread.barrier.reloadKeyring();
  assert.equal((await after.get("auth/token/lookup-self")).status, 200);
});

test("a key that has encrypted as often as it may makes way, and its successor counts from nothing", async () => {
  const led = await leading({ maxOperations: 1_000_000 });
  const { core, counter } = led;
  counter.beginTerm(999_999);
  await look(led);
  assert.equal(await termOf(core), 1);
  counter.add();
  await look(led);
  assert.equal(await termOf(core), 2);
  await look(led);
  assert.ok(counter.ofTerm < 10, `${counter.ofTerm}`);
  assert.equal((await countOf(core))?.term, 2);
});

test("the limit of the cipher holds though rotation is switched off", async () => {
  const led = await leading({ enabled: false });
  const { core, counter } = led;
  counter.beginTerm(DEFAULT_ROTATION.maxOperations);
  await look(led);
  assert.equal(await termOf(core), 2);
});

test("a leader that begins anew counts on from what the one before may have done", async () => {
  const first = await leading();
  first.counter.beginTerm(5_000_000);
  await look(first);
  const { counter } = await leading({}, await first.core.restarted());
  assert.ok(counter.ofTerm >= 5_000_000 + COUNT_BLOCK / 2, `${counter.ofTerm}`);
});
