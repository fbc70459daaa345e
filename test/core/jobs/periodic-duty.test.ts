import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { PeriodicDuty } from "#core/jobs/periodic-duty.ts";
import { RecordingLogger } from "#test/core-harness/recording-logger.ts";
import { TestClock } from "#test/core-harness/test-clock.ts";

function aDuty(work: (turn: number) => void) {
  const clock = new TestClock();
  const logger = new RecordingLogger();
  let turns = 0;
  const duty = new PeriodicDuty({
    name: "the work",
    everyMs: 1000,
    logger,
    pause: clock.pause,
    work: async () => work(++turns),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, logger, duty, settle, turns: () => turns };
}

test("it is done at once, then at its interval, and no more when leadership is lost", async () => {
  const { clock, duty, settle, turns } = aDuty(() => {});
  duty.start();
  await settle();
  assert.equal(turns(), 1);
  clock.tick(999);
  await settle();
  assert.equal(turns(), 1);
  clock.tick(1);
  await settle();
  assert.equal(turns(), 2);
  await duty.stop();
  clock.tick(5000);
  await settle();
  assert.equal(turns(), 2);
});

test("what fails is told and tried again; that the node is sealed is no failure", async () => {
  const { clock, logger, duty, settle, turns } = aDuty((turn) => {
    if (turn === 1) throw new Error("full");
    if (turn === 2) throw new VaultError("sealed", "Vault is sealed");
  });
  duty.start();
  await settle();
  clock.tick(1000);
  await settle();
  clock.tick(1000);
  await settle();
  assert.equal(turns(), 3);
  assert.deepEqual(logger.messages("warn"), ["the work failed, will try again"]);
  await duty.stop();
});
