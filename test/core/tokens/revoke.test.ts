import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenKey } from "#core/token-entry.ts";
import { childKey } from "#core/tokens/token-records.ts";
import { childOf } from "./stage/child-of.ts";
import { isGood, revoke, revokeCore, tokenRecords } from "./stage/revoke-core.ts";
import { aTree } from "./stage/token-trees.ts";

test("T10: a tree goes with its root, and leaves no record", async () => {
  const core = await revokeCore();
  const before = tokenRecords(core);
  const { root, all } = await aTree(core, [3, 2]);
  assert.equal(all.length, 10);
  assert.equal((await revoke(core, root)).status, 204);
  for (const token of all) assert.equal(await isGood(core, token), false);
  assert.equal(tokenRecords(core), before);
});

test("revoking is idempotent, and says nothing of what was not there", async () => {
  const core = await revokeCore();
  const token = await childOf(core, { policies: ["a"] });
  const { accessor } = (await core.post("auth/token/lookup", { token })).data;
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal((await revoke(core, "nope")).status, 204);
  const byAccessor = await core.post("auth/token/revoke-accessor", { accessor });
  assert.deepEqual([byAccessor.status, byAccessor.warnings], [200, ["No token found with this accessor"]]);
});

test("by itself and by accessor", async () => {
  const core = await revokeCore();
  const self = await childOf(core, { policies: ["tok"] });
  assert.equal((await core.post("auth/token/revoke-self", {}, self)).status, 204);
  assert.equal((await core.get("auth/token/lookup-self", self)).status, 403);
  const other = await childOf(core, { policies: ["tok"] });
  const { accessor } = (await core.post("auth/token/lookup", { token: other })).data;
  assert.equal((await core.post("auth/token/revoke-accessor", { accessor })).status, 204);
  assert.equal((await core.get("auth/token/lookup-self", other)).status, 403);
});

test("what is missing is named", async () => {
  const core = await revokeCore();
  const cases: [string, object, string][] = [
    ["revoke", {}, "missing token ID"],
    ["revoke", { token: "" }, "missing token ID"],
    ["revoke-orphan", {}, "missing token ID"],
    ["revoke-orphan", { token: "nope" }, "token to revoke not found"],
    ["revoke-accessor", {}, "1 error occurred:\n\t* missing accessor\n\n"],
  ];
  for (const [path, body, error] of cases) {
    const { status, errors } = await core.post(`auth/token/${path}`, { ...body });
    assert.deepEqual([status, errors], [400, [error]]);
  }
});

test("T9: batch tokens can not be revoked", async () => {
  const core = await revokeCore();
  const token = await childOf(core, { policies: ["tok"], type: "batch" });
  for (const path of ["revoke", "revoke-orphan"]) {
    assert.deepEqual((await core.post(`auth/token/${path}`, { token })).errors, [
      "batch tokens cannot be revoked",
    ]);
  }
  assert.deepEqual((await core.post("auth/token/revoke-self", {}, token)).errors, [
    "batch tokens cannot be revoked",
  ]);
});

test("revoke-orphan needs sudo and leaves the children as orphans", async () => {
  const core = await revokeCore();
  const parent = await childOf(core, { policies: ["tok"] });
  const children = [await childOf(core, {}, parent), await childOf(core, {}, parent)];
  const grandchild = await childOf(core, {}, children[0]);
  assert.equal((await core.post("auth/token/revoke-orphan", { token: children[0] }, parent)).status, 403);
  assert.equal((await core.post("auth/token/revoke-orphan", { token: parent })).status, 204);
  assert.equal(await isGood(core, parent), false);
  for (const token of children) {
    assert.equal((await core.get("auth/token/lookup-self", token)).data.orphan, true);
  }
  await revoke(core, children[0] as string);
  assert.equal(await isGood(core, grandchild), false);
  assert.equal(await isGood(core, children[1] as string), true);
});

test("a token's cubbyhole goes with it, however full", async () => {
  const core = await revokeCore();
  core.startDuties();
  const token = await childOf(core, { policies: ["tok"] });
  const inCubbyhole = () => core.store.allKeys("logical/").length;
  for (let at = 0; at < 450; at++) {
    await core.post(`cubbyhole/a/${at % 7}/${at}`, { x: at }, token);
  }
  // The secrets, and the guard that each write bumps.
  assert.equal(inCubbyhole(), 451);
  assert.equal((await revoke(core, token)).status, 204);
  assert.equal(inCubbyhole(), 0);
  assert.equal(await isGood(core, token), false);
  await core.stopDuties();
});

test("indexes that go in circles or point nowhere do not hold a revocation up", async () => {
  const core = await revokeCore();
  const { root } = await aTree(core, [2, 2]);
  const innocent = await childOf(core, { policies: ["tok"] });
  const nameOf = (token: string) => core.thread.namer.nameOf(new TextEncoder().encode(token));
  await core.node.turns.during(
    core.thread.transactor.run((transaction) => {
      for (const child of [root, innocent, "gone"]) {
        transaction.put(
          childKey("root", nameOf(root), nameOf(child)),
          new TextEncoder().encode("token-index/1\n{}"),
        );
      }
    }),
  );
  assert.equal((await revoke(core, root)).status, 204);
  assert.equal(await isGood(core, root), false);
  assert.equal(await isGood(core, innocent), true, "a wrong index is no reason to revoke");
  assert.equal(core.store.get(tokenKey("root", nameOf(root))), undefined);
});

test("leases are taken back before the token goes", async () => {
  let left = 3;
  const seen: string[] = [];
  const core = await revokeCore({
    leases: [
      {
        revokeSome: (_transaction, entry) => {
          if (entry.displayName !== "token-x") return true;
          seen.push(entry.displayName);
          return --left <= 0;
        },
      },
    ],
  });
  core.startDuties();
  const token = await childOf(core, { policies: ["a"], display_name: "x" });
  assert.equal((await revoke(core, token)).status, 204);
  assert.deepEqual(seen, ["token-x", "token-x", "token-x"]);
  assert.equal(await isGood(core, token), false);
  await core.stopDuties();
});
