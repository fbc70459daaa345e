import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { Secret } from "#base/secret.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import { aRoom, outcomeOf } from "./stage/a-room.ts";
import { aSubject } from "./stage/a-subject.ts";
import { brokerOf, declaredFile, saltDeclared } from "./stage/audited-core.ts";
import { ManualScheduler } from "./stage/manual-scheduler.ts";
import { MemorySink } from "./stage/memory-sink.ts";
import { RecordingMeter } from "./stage/recording-meter.ts";
import { ScratchDirectory } from "./stage/scratch-directory.ts";

test("with no device nothing is recorded and nobody waits", async () => {
  const { audit, scheduler } = await aRoom({});
  assert.equal(audit.isEnabled, false);
  assert.equal(audit.request(aSubject(), {}), undefined);
  scheduler.endTurn();
});

test("a thousand entries of one turn are one write for each device, and nobody goes on before it", async () => {
  using scratch = new ScratchDirectory();
  let writes = 0;
  const writeSync = ((...args: Parameters<typeof fs.writeSync>) => {
    writes++;
    return fs.writeSync(...args);
  }) as typeof fs.writeSync;
  const declared = [declaredFile("a/", scratch.file("a.log")), declaredFile("b/", scratch.file("b.log"))];
  const { audit, scheduler, meter } = await aRoom({ declared, files: { writeSync } });
  const waiting = Array.from({ length: 1000 }, (_, at) => audit.request(aSubject({ id: `${at}` }), {}));
  assert.equal(await outcomeOf(waiting[0]), "waiting");
  assert.equal(writes, 0);
  scheduler.endTurn();
  await Promise.all(waiting);
  assert.equal(writes, 2);
  for (const name of ["a.log", "b.log"]) {
    assert.deepEqual(
      scratch.entries(name).map((entry) => entry.request.id),
      Array.from({ length: 1000 }, (_, at) => `${at}`),
    );
  }
  assert.deepEqual(meter.counts, { "request kept": 1000, "a/ took": 1000, "b/ took": 1000 });
});

test("a turn with very much to say is written before its end", async () => {
  using scratch = new ScratchDirectory();
  const { audit, scheduler } = await aRoom({
    declared: [declaredFile("a/", scratch.file("a.log"), { log_raw: "1" })],
  });
  const large = aSubject({ parameters: new Map([["x", "x".repeat(5_000_000)]]) });
  assert.equal(await outcomeOf(audit.request(large, {})), "kept");
  scheduler.endTurn();
  assert.equal(scratch.entries("a.log").length, 1);
});

test("files can be moved away and reopened between any two entries, and none is lost", async () => {
  using scratch = new ScratchDirectory();
  const { audit, scheduler } = await aRoom({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const waiting: unknown[] = [];
  for (let at = 0; at < 20; at++) {
    waiting.push(audit.request(aSubject({ id: `${at}` }), {}));
    if (at % 2 === 0) scheduler.endTurn();
    if (at % 5 === 4) {
      if (fs.existsSync(scratch.file("a.log")))
        fs.renameSync(scratch.file("a.log"), scratch.file(`a.log.${at}`));
      audit.reopen();
    }
  }
  scheduler.endTurn();
  await Promise.all(waiting);
  const names = ["a.log.4", "a.log.9", "a.log.14", "a.log.19"].filter((name) =>
    fs.existsSync(scratch.file(name)),
  );
  const all = [...names, "a.log"].flatMap((name) =>
    fs.existsSync(scratch.file(name)) ? scratch.entries(name) : [],
  );
  assert.deepEqual(
    all.map((entry) => entry.request.id),
    Array.from({ length: 20 }, (_, at) => `${at}`),
  );
  assert.ok(names.length >= 3);
});

test("closing the room writes what waits", async () => {
  using scratch = new ScratchDirectory();
  const { audit } = await aRoom({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const waiting = audit.request(aSubject(), {});
  audit.close();
  await waiting;
  assert.equal(scratch.entries("a.log").length, 1);
});

test("sealing writes what waits and lets go of the salts; unsealed, the same salts are there again", async () => {
  using scratch = new ScratchDirectory();
  const { core, audit, scheduler } = await aRoom({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const record = async (room: AuditBroker): Promise<void> => {
    const waiting = room.request(aSubject(), {});
    scheduler.endTurn();
    await waiting;
  };
  await record(audit);
  core.node.seal();
  core.thread.cache.clear();
  assert.throws(() => audit.isEnabled, { code: "sealed" });
  audit.reopen();
  core.node.unseal();
  await record(audit);
  const [before, after] = scratch.entries("a.log");
  assert.equal(before.request.client_token, after.request.client_token);
});

test("a declared device without a salt takes nothing, and alone it stops everything", async () => {
  using scratch = new ScratchDirectory();
  const core = await aCore();
  const scheduler = new ManualScheduler();
  const declared = [declaredFile("a/", scratch.file("a.log"))];
  const audit = brokerOf(
    core,
    { declared, scheduler },
    { meter: new RecordingMeter(), stdout: new MemorySink() },
  );
  const lost = audit.request(aSubject(), {});
  scheduler.endTurn();
  assert.match(await outcomeOf(lost), /failed to audit request/);
  assert.match(JSON.stringify(core.logger.lines), /no salt is stored for it yet/);
  await saltDeclared(core, declared);
  core.thread.cache.refresh();
  const kept = audit.request(aSubject(), {});
  scheduler.endTurn();
  assert.equal(await outcomeOf(kept), "kept");
});

test("a configuration that is read again adds and takes away devices; those that stay keep their files", async () => {
  using scratch = new ScratchDirectory();
  let opened = 0;
  const openSync = ((...args: Parameters<typeof fs.openSync>) => {
    opened++;
    return fs.openSync(...args);
  }) as typeof fs.openSync;
  const [a, b] = [declaredFile("a/", scratch.file("a.log")), declaredFile("b/", scratch.file("b.log"))];
  const { core, audit, scheduler } = await aRoom({ declared: [a], files: { openSync } });
  const record = async (): Promise<void> => {
    const waiting = audit.request(aSubject(), {});
    scheduler.endTurn();
    await waiting;
  };
  await record();
  await saltDeclared(core, [a, b]);
  core.thread.cache.refresh();
  audit.declare([a, b]);
  await record();
  audit.declare([b]);
  await record();
  assert.equal(scratch.entries("a.log").length, 2);
  assert.equal(scratch.entries("b.log").length, 2);
  assert.equal(opened, 2);
  audit.declare([]);
  assert.equal(audit.isEnabled, false);
});

test("log_raw is for its own device only: the other's values stay hashed, then and later (CVE-2024-0831)", async () => {
  using scratch = new ScratchDirectory();
  const raw = declaredFile("raw/", scratch.file("raw.log"), { log_raw: "true" });
  const hashed = declaredFile("hashed/", scratch.file("hashed.log"));
  const { audit, scheduler } = await aRoom({ declared: [raw, hashed] });
  const record = async (): Promise<void> => {
    const waiting = audit.request(aSubject({ parameters: new Map([["v", "CANARY-value"]]) }), {});
    scheduler.endTurn();
    await waiting;
  };
  await record();
  audit.declare([hashed]);
  await record();
  audit.declare([hashed, raw]);
  await record();
  assert.equal(scratch.entries("raw.log")[0].request.data.v, "CANARY-value");
  assert.equal(scratch.entries("hashed.log").length, 3);
  assert.doesNotMatch(scratch.text("hashed.log"), /CANARY/);
});

test("two devices have two salts", async () => {
  using scratch = new ScratchDirectory();
  const declared = [declaredFile("a/", scratch.file("a.log")), declaredFile("b/", scratch.file("b.log"))];
  const { audit, scheduler } = await aRoom({ declared });
  const waiting = audit.request(
    { ...aSubject(), request: { ...aSubject().request, token: Secret.ofText("t") } },
    {},
  );
  scheduler.endTurn();
  await waiting;
  assert.notEqual(
    scratch.entries("a.log")[0].request.client_token,
    scratch.entries("b.log")[0].request.client_token,
  );
});
