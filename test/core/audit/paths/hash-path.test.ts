import assert from "node:assert/strict";
import { test } from "node:test";
import { auditedCore, declaredFile } from "../stage/audited-core.ts";
import { ScratchDirectory } from "../stage/scratch-directory.ts";

test("the code for a value is the one that the named device writes for it, and no other's", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  await core.post("sys/audit/b", { type: "file", options: { file_path: scratch.file("b.log") } });
  const value = 'sécret "quoted"\n';
  await core.post("b/box/x", { value: { deep: [value] } });
  const codes = new Map<string, string>();
  for (const name of ["a", "b"]) {
    const { data, body } = await core.post(`sys/audit-hash/${name}`, { input: value });
    assert.equal(body.hash, data.hash, "old clients look at the top level");
    const entry = scratch.entries(`${name}.log`).find((each) => each.request.path === "b/box/x");
    assert.equal(entry.request.data.value.deep[0], data.hash);
    codes.set(name, data.hash);
  }
  assert.notEqual(codes.get("a"), codes.get("b"));
});

test("a restarted node gives the same codes", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const before = (await core.post("sys/audit-hash/a", { input: "x" })).data.hash;
  const after = (await core.anotherThread().post("sys/audit-hash/a", { input: "x" })).data.hash;
  assert.equal(after, before);
});

test("nothing to hash, and no such device", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore({ declared: [declaredFile("a/", scratch.file("a.log"))] });
  const empty = await core.post("sys/audit-hash/a");
  assert.deepEqual([empty.status, empty.errors], [400, ['the "input" parameter is empty']]);
  const unknown = await core.post("sys/audit-hash/none", { input: "x" });
  assert.deepEqual([unknown.status, unknown.errors], [400, ['unknown audit backend "none/"']]);
});

test("a device that was disabled and enabled again has another salt", async () => {
  using scratch = new ScratchDirectory();
  const { core } = await auditedCore();
  const body = { type: "file", options: { file_path: scratch.file("a.log") } };
  const hash = async (): Promise<string> => (await core.post("sys/audit-hash/a", { input: "x" })).data?.hash;
  await core.post("sys/audit/a", body);
  const before = await hash();
  await core.delete("sys/audit/a");
  assert.equal(await hash(), undefined);
  await core.post("sys/audit/a", body);
  assert.notEqual(await hash(), before);
});
