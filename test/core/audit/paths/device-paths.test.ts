import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { aSubject } from "../stage/a-subject.ts";
import { type AuditedCoreOptions, auditedCore, brokerOf, declaredFile } from "../stage/audited-core.ts";
import { errno } from "../stage/file-device.ts";
import { issueToken } from "../stage/issue-token.ts";
import { MemorySink } from "../stage/memory-sink.ts";
import { RecordingMeter } from "../stage/recording-meter.ts";
import { ScratchDirectory } from "../stage/scratch-directory.ts";

const aRoomOf = (core: TestCore, options: AuditedCoreOptions = {}): AuditBroker =>
  brokerOf(core, options, { meter: new RecordingMeter(), stdout: new MemorySink() });

test("a device is enabled, listed, written to from the next request on, and disabled", async () => {
  using scratch = new ScratchDirectory();
  const { core, audit } = await auditedCore();
  const options = { file_path: scratch.file("a.log"), log_raw: false };
  const enabled = await core.post("sys/audit/file", { type: "file", description: "all", options });
  assert.equal(enabled.status, 204);
  assert.deepEqual(
    scratch.entries("a.log").map((entry) => [entry.type, entry.request.path]),
    [["request", "sys/audit/test"]],
  );
  const listed = await core.get("sys/audit");
  assert.deepEqual(listed.data, {
    "file/": {
      path: "file/",
      type: "file",
      description: "all",
      options: { file_path: scratch.file("a.log"), log_raw: "false" },
      local: false,
    },
  });
  assert.deepEqual(listed.body["file/"], listed.data["file/"], "old clients look at the top level");
  assert.deepEqual(
    scratch.entries("a.log").map((entry) => entry.type),
    ["request", "request", "response"],
  );
  assert.equal((await core.delete("sys/audit/file")).status, 204);
  assert.equal((await core.get("sys/audit")).status, 200);
  assert.equal(audit.isEnabled, false);
  assert.ok(scratch.entries("a.log").length >= 4, "its own end is audited");
});

test("every thread, and a restarted node, write to a device that one thread enabled", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const other = aRoomOf(core.anotherThread());
  assert.equal(other.isEnabled, false);
  await core.post("sys/audit/a", { type: "file", options: { file_path: scratch.file("a.log") } });
  for (const thread of [core.anotherThread(), await core.restarted()]) {
    thread.thread.cache.refresh();
    const room = aRoomOf(thread);
    await room.request(aSubject({ path: "from/elsewhere" }), {});
    room.close();
  }
  const entries = scratch.entries("a.log").filter((entry) => entry.request.path === "from/elsewhere");
  assert.equal(entries.length, 2);
  assert.equal(entries[0].request.client_token, entries[1].request.client_token, "one salt");
});

test("a thread learns of devices that come and go from the ring of changes", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const thread = core.anotherThread();
  const room = aRoomOf(thread);
  const isEnabled = (): boolean => {
    thread.thread.cache.refresh();
    return room.isEnabled;
  };
  assert.equal(isEnabled(), false);
  await core.post("sys/audit/a", { type: "file", options: { file_path: scratch.file("a.log") } });
  assert.equal(isEnabled(), true);
  await core.delete("sys/audit/a");
  assert.equal(isEnabled(), false);
});

test("paths of several segments, and none inside another", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const options = { file_path: scratch.file("a.log") };
  assert.equal((await core.post("sys/audit/team/one", { type: "file", options })).status, 204);
  for (const path of ["team/one", "team", "team/one/two"]) {
    const answer = await core.post(`sys/audit/${path}`, { type: "file", options });
    assert.deepEqual([answer.status, answer.errors], [400, ["path already in use"]], path);
  }
  assert.equal((await core.post("sys/audit/team/two", { type: "file", options })).status, 204);
  assert.deepEqual(Object.keys((await core.get("sys/audit")).data), ["team/one/", "team/two/"]);
});

test("two that enable overlapping paths at once: one is told that the path is in use", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const enable = (path: string) =>
    core.post(`sys/audit/${path}`, { type: "file", options: { file_path: scratch.file("a.log") } });
  const answers = await Promise.all([enable("a"), enable("a/b"), enable("c")]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 204, 400]);
  assert.equal(Object.keys((await core.get("sys/audit")).data).length, 2);
});

test("names are plain, and there is an end to them", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const body = { type: "file", options: { file_path: scratch.file("a.log") } };
  for (const path of ["a b", "a/../b", "..", "-a", "é", "a//b", "x".repeat(200), "a\nb"]) {
    const answer = await core.post(`sys/audit/${path}`, body);
    assert.equal(answer.status, 400, path);
  }
  for (let count = 0; count < 16; count++) {
    assert.equal((await core.post(`sys/audit/d${count}`, body)).status, 204);
  }
  const oneMore = await core.post("sys/audit/more", body);
  assert.deepEqual(oneMore.errors, ["at most 16 audit devices can be enabled"]);
  assert.ok(!fs.existsSync(scratch.file("b.log")));
});

test("a device that can not take an entry is not enabled, and the answer says why without a path", async () => {
  using scratch = new ScratchDirectory();
  const writeSync = (() => {
    throw errno("ENOSPC");
  }) as unknown as typeof fs.writeSync;
  const { core } = await auditedCore({ files: { writeSync } });
  const options = { file_path: scratch.file("a.log") };
  await core.post("sys/audit/file", { type: "file", options });
  const open = fs.readdirSync("/proc/self/fd").length;
  const full = await core.post("sys/audit/file", { type: "file", options });
  assert.equal(fs.readdirSync("/proc/self/fd").length, open, "and nothing of it stays open");
  assert.deepEqual([full.status, full.errors], [400, ["audit backend failed test message: ENOSPC"]]);
  assert.deepEqual((await core.get("sys/audit")).data, {});
});

test("a place that the rules forbid is refused before a byte is written (CVE-2025-6000, CVE-2026-5051)", async () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("data"));
  const { core } = await auditedCore({ forbidden: [scratch.file("data")] });
  for (const name of ["path", "file_path"]) {
    const options = { [name]: scratch.file("data/plugin") };
    const answer = await core.post("sys/audit/file", { type: "file", options });
    assert.equal(answer.status, 400);
    assert.match(
      answer.errors[0] ?? "",
      /file_path is refused: it must not lie in a directory that the server reads/,
    );
  }
  assert.deepEqual(fs.readdirSync(scratch.file("data")), []);
});

test("a place that another node's rules forbid takes nothing there", async () => {
  using scratch = new ScratchDirectory();
  fs.mkdirSync(scratch.file("data"));
  const { core } = await auditedCore();
  await core.post("sys/audit/file", { type: "file", options: { file_path: scratch.file("data/a.log") } });
  const before = scratch.text("data/a.log");
  core.thread.cache.refresh();
  const elsewhere = aRoomOf(core, { forbidden: [scratch.file("data")] });
  await assert.rejects(async () => elsewhere.request(aSubject(), {}), { code: "audit_failed" });
  assert.equal(scratch.text("data/a.log"), before);
  assert.match(JSON.stringify(core.logger.lines), /must not lie in a directory that the server reads/);
});

test("a configured device can not be disabled or enabled again; where both have a path the configuration's counts", async () => {
  using scratch = new ScratchDirectory();
  const declared = [declaredFile("file/", scratch.file("a.log"), { prefix: "p " })];
  const { core } = await auditedCore({ declared });
  const disabled = await core.delete("sys/audit/file");
  assert.deepEqual(
    [disabled.status, disabled.errors],
    [400, ["cannot disable configuration-managed audit device"]],
  );
  const again = await core.post("sys/audit/file", {
    type: "file",
    options: { file_path: scratch.file("b.log") },
  });
  assert.deepEqual(again.errors, ["path already in use"]);
  assert.deepEqual((await core.get("sys/audit")).data["file/"].options, {
    file_path: scratch.file("a.log"),
    prefix: "p ",
  });
  assert.ok(scratch.text("a.log").startsWith('p {"time"'));
});

test("the configuration may forbid enabling over the API, or prefixes alone", async () => {
  using scratch = new ScratchDirectory();
  const body = { type: "file", options: { file_path: scratch.file("a.log"), prefix: "p " } };
  const closed = await auditedCore({ allowsApiCreation: false });
  const refused = await closed.core.post("sys/audit/file", body);
  assert.deepEqual(
    [refused.status, refused.errors],
    [403, ["audit devices are enabled by the configuration file only"]],
  );
  const plain = await auditedCore({ allowsPrefix: false });
  const prefixed = await plain.core.post("sys/audit/file", body);
  assert.equal(prefixed.status, 400);
  assert.match(prefixed.errors[0] ?? "", /"prefix" is refused unless allow_audit_log_prefixing/);
  assert.ok(!fs.existsSync(scratch.file("a.log")));
  const options = { file_path: scratch.file("a.log") };
  assert.equal((await plain.core.post("sys/audit/file", { type: "file", options })).status, 204);
});

test("disabling what is not enabled is no mistake", async () => {
  const { core } = await auditedCore();
  assert.equal((await core.delete("sys/audit/nothing")).status, 204);
});

test("sudo is needed, also to look", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const token = await issueToken(core, ["auditors"]);
  assert.equal((await core.get("b/box/x", token)).status, 404, "the token is good");
  assert.equal((await core.get("sys/audit", token)).status, 403);
  const options = { file_path: scratch.file("a.log") };
  assert.equal((await core.post("sys/audit/file", { type: "file", options }, token)).status, 403);
  assert.equal((await core.get("sys/config/auditing/request-headers", token)).status, 403);
  assert.equal((await core.post("sys/config/auditing/request-headers/x-a", {}, token)).status, 403);
  assert.ok(!fs.existsSync(scratch.file("a.log")));
});

test("options that mean nothing are kept, and ignored with a warning in the log of nobody's secrets", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const options = { file_path: scratch.file("a.log"), colour: "CANARY" };
  assert.equal((await core.post("sys/audit/file", { type: "file", options })).status, 204);
  assert.equal((await core.get("sys/audit")).data["file/"].options.colour, "CANARY");
});

test("the salt is shown nowhere", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  await core.post("sys/audit/file", { type: "file", options: { file_path: scratch.file("a.log") } });
  const shown = JSON.stringify((await core.get("sys/audit")).body);
  assert.doesNotMatch(shown, /salt/);
  assert.doesNotMatch(scratch.text("a.log"), /salt/);
});
