import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditSubject } from "#core/audit-log.ts";
import { aRoom, failingFiles, outcomeOf, STDOUT } from "./stage/a-room.ts";
import { aSubject } from "./stage/a-subject.ts";
import { declaredFile } from "./stage/audited-core.ts";
import { ScratchDirectory } from "./stage/scratch-directory.ts";

test("two devices, one blocked: requests go on, the log names the device and errno, and says when it is over", async () => {
  using scratch = new ScratchDirectory();
  const { files, broken } = failingFiles();
  const declared = [
    declaredFile("bad/", scratch.file("bad.log")),
    declaredFile("good/", scratch.file("good.log")),
  ];
  const { core, audit, scheduler, meter } = await aRoom({ declared, files });
  const record = async (): Promise<string> => {
    const waiting = audit.request(aSubject(), {});
    scheduler.endTurn();
    return outcomeOf(waiting);
  };
  broken.add("bad.log");
  for (let round = 0; round < 50; round++) assert.equal(await record(), "kept");
  assert.equal(scratch.entries("good.log").length, 50);
  assert.deepEqual(meter.counts, { "request kept": 50, "bad/ failed": 50, "good/ took": 50 });
  const said = () => core.logger.lines.filter(({ message }) => message.startsWith("audit device"));
  assert.deepEqual(
    said().map(({ level, fields }) => [level, fields.device, fields.errno, fields.failures]),
    [["error", "bad/", "ENOSPC", 1]],
    "fifty failures are one line",
  );
  core.clock.advanceSeconds(11);
  await record();
  assert.equal(said().length, 2);
  assert.equal(said()[1]?.fields.failures, 50);
  broken.clear();
  await record();
  assert.equal(said().at(-1)?.message, "audit device takes entries again");
  assert.equal(scratch.entries("bad.log").length, 1);
});

test("all blocked: every request fails, before its handler and before its answer; then they work again", async () => {
  using scratch = new ScratchDirectory();
  const { files, broken } = failingFiles();
  const declared = [declaredFile("a/", scratch.file("a.log")), declaredFile("b/", scratch.file("b.log"))];
  const { audit, scheduler, meter } = await aRoom({ declared, files });
  broken.add("a.log").add("b.log");
  const request = audit.request(aSubject(), {});
  const response = audit.response(aSubject(), {});
  scheduler.endTurn();
  assert.equal(await outcomeOf(request), "failed to audit request, cannot continue");
  assert.equal(await outcomeOf(response), "failed to audit response, cannot continue");
  await assert.rejects(async () => request, { code: "audit_failed" });
  assert.equal(meter.counts["request lost"], 1);
  assert.equal(meter.counts["response lost"], 1);
  broken.clear();
  const later = audit.request(aSubject(), {});
  scheduler.endTurn();
  assert.equal(await outcomeOf(later), "kept");
});

test("a device that hangs does not hold requests that another has; alone it holds them five seconds", async () => {
  using scratch = new ScratchDirectory();
  const both = await aRoom({ declared: [STDOUT, declaredFile("a/", scratch.file("a.log"))] });
  both.stdout.hold();
  const kept = both.audit.request(aSubject(), {});
  both.scheduler.endTurn();
  assert.equal(await outcomeOf(kept), "kept");

  const alone = await aRoom({ declared: [STDOUT] });
  alone.stdout.hold();
  const held = alone.audit.request(aSubject(), {});
  alone.scheduler.endTurn();
  assert.equal(await outcomeOf(held), "waiting");
  alone.scheduler.advanceMs(5000);
  assert.equal(await outcomeOf(held), "failed to audit request, cannot continue");
  alone.stdout.release();
  const later = alone.audit.request(aSubject(), {});
  alone.scheduler.endTurn();
  assert.equal(await outcomeOf(later), "kept");
  both.scheduler.advanceMs(5000);
});

test("the first device to take an entry decides, whichever fails first", async () => {
  using scratch = new ScratchDirectory();
  const { files, broken } = failingFiles();
  broken.add("a.log");
  const { audit, scheduler, stdout } = await aRoom({
    declared: [declaredFile("a/", scratch.file("a.log")), STDOUT],
    files,
  });
  stdout.hold();
  const held = audit.request(aSubject(), {});
  scheduler.endTurn();
  assert.equal(await outcomeOf(held), "waiting");
  stdout.release();
  assert.equal(await outcomeOf(held), "kept");
});

test("an entry that can not be made is not passed over: the request fails, and no value is logged", async () => {
  using scratch = new ScratchDirectory();
  const { core, audit } = await aRoom({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const broken = { toJSON: () => assert.fail("CANARY") };
  const subject = { ...aSubject(), mount: { ...aSubject().mount, path: broken } } as unknown as AuditSubject;
  assert.throws(() => audit.request(subject, {}), { code: "audit_failed" });
  assert.deepEqual(core.logger.messages("error"), ["audit entry can not be made"]);
  assert.doesNotMatch(JSON.stringify(core.logger.lines), /CANARY/);
});
