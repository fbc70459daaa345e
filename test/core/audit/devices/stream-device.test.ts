import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { StreamDevice } from "#core/audit/devices/stream-device.ts";
import { ManualScheduler } from "../stage/manual-scheduler.ts";
import { MemorySink } from "../stage/memory-sink.ts";
import { auditDeviceContract } from "./audit-device-contract.ts";

auditDeviceContract("standard output", () => {
  const sink = new MemorySink();
  return {
    device: new StreamDevice(sink, new ManualScheduler()),
    content: () => sink.text,
    setBroken(isBroken) {
      sink.failure = isBroken ? Object.assign(new Error("write EPIPE"), { code: "EPIPE" }) : undefined;
    },
    async [Symbol.asyncDispose]() {},
  };
});

test("a reader that stops reading is given five seconds, and no timer stays behind", async () => {
  const sink = new MemorySink();
  const scheduler = new ManualScheduler();
  const device = new StreamDevice(sink, scheduler);
  sink.hold();
  const late = device.append(utf8("late\n"));
  scheduler.advanceMs(4999);
  const seen = await Promise.race([late.then(() => "taken"), Promise.resolve("waiting")]);
  assert.equal(seen, "waiting");
  scheduler.advanceMs(1);
  await assert.rejects(late, /nobody read for 5000 ms/);
  sink.release();
  await device.append(utf8("next\n"));
  assert.equal(sink.text, "late\nnext\n");
  assert.equal(scheduler.timers, 0);
});

test("what waits for a reader is bounded", async () => {
  const sink = new MemorySink();
  const device = new StreamDevice(sink, new ManualScheduler());
  sink.hold();
  const large = new Uint8Array(3 * 1024 * 1024);
  void device.append(large);
  void device.append(large);
  await assert.rejects(device.append(large), /more than 8388608 bytes wait/);
  sink.release();
  await device.append(large);
});

test("a disabled device takes nothing more", async () => {
  const device = new StreamDevice(new MemorySink(), new ManualScheduler());
  device.close();
  await assert.rejects(device.append(utf8("x\n")), /closed/);
});
