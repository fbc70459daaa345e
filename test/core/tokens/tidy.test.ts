import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { tokenKey, tokenRecord } from "#core/token-entry.ts";
import { accessorKey, accessorRecord, childKey, childrenGuardKey } from "#core/tokens/token-records.ts";
import type { Transaction } from "#core/transaction.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./stage/child-of.ts";
import { isGood, revokeCore, tokenRecords } from "./stage/revoke-core.ts";

const STARTED =
  "Tidy operation successfully started. Any information from the operation will be printed to Vault's server logs.";
const mark = utf8("token-index/1\n{}");
const nameOf = (core: TestCore, id: string): string => core.thread.namer.nameOf(utf8(id));
const change = (core: TestCore, work: (transaction: Transaction) => void) =>
  core.node.turns.during(core.thread.transactor.run(work));
const tidied = async (core: TestCore): Promise<void> => {
  core.startDuties();
  assert.equal((await core.post("auth/token/tidy")).status, 202);
  await core.until(() => core.store.allKeys("job/").length === 0, "tidy is done");
  await core.stopDuties();
};

test("tidy answers at once, and is one job however often it is asked for", async () => {
  const core = await revokeCore();
  const first = await core.post("auth/token/tidy");
  assert.deepEqual([first.status, first.warnings], [202, [STARTED]]);
  const again = await core.post("auth/token/tidy");
  assert.deepEqual([again.status, again.warnings], [202, ["Tidy operation already in progress."]]);
  assert.equal(core.store.allKeys("job/").length, 1);
});

test("where nothing is wrong nothing changes", async () => {
  const core = await revokeCore();
  const parent = await childOf(core, { policies: ["tok"] });
  await Promise.all(Array.from({ length: 250 }, () => childOf(core, { ttl: "1h" }, parent)));
  const keys = core.store.allKeys();
  await tidied(core);
  assert.deepEqual(core.store.allKeys(), keys);
  assert.ok(
    core.logger.lines.some((line) => line.message === "token tidy is done" && line.fields.repaired === 0),
  );
});

test("indexes that point nowhere go, missing ones come back", async () => {
  const core = await revokeCore();
  const token = await childOf(core, { policies: ["tok"], ttl: "1h" });
  const keys = core.store.allKeys();
  await change(core, (transaction) => {
    transaction.write(accessorRecord, accessorKey("root", "nobody"), { accessor: "x", token: "nobody" });
    transaction.put(childKey("root", "gone", "gone too"), mark);
    transaction.put(childKey("root", nameOf(core, token), nameOf(core, core.rootToken)), mark);
    transaction.put(childrenGuardKey("root", "gone"), mark);
    for (const key of core.store.allKeys("expiry/")) transaction.delete(key);
  });
  await tidied(core);
  assert.deepEqual(core.store.allKeys(), keys);
  assert.equal(await isGood(core, token), true);
});

test("children that outlived their parent are revoked with all they begot", async () => {
  const core = await revokeCore();
  const before = tokenRecords(core);
  const parent = await childOf(core, { policies: ["tok"] });
  const child = await childOf(core, {}, parent);
  const grandchildren = await Promise.all(Array.from({ length: 5 }, () => childOf(core, {}, child)));
  await change(core, (transaction) => {
    const name = nameOf(core, parent);
    const entry = transaction.read(tokenRecord, tokenKey("root", name));
    assert.ok(entry?.parent);
    transaction.delete(tokenKey("root", name));
    transaction.delete(accessorKey("root", nameOf(core, entry.accessor)));
    transaction.delete(childKey("root", entry.parent, name));
    for (const key of core.store.allKeys("expiry/")) if (key.endsWith(name)) transaction.delete(key);
  });
  await tidied(core);
  for (const token of [child, ...grandchildren]) assert.equal(await isGood(core, token), false);
  assert.equal(tokenRecords(core), before);
});
