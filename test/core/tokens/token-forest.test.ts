// A forest of tokens under random hands on several threads, with kills in between: whatever happens, nobody outlives a
// revoked parent, and the indexes say what the entries say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type TokenEntry, tokenRecord } from "#core/token-entry.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { seededRandom } from "#test/seeded-random.ts";
import { childOf } from "./stage/child-of.ts";
import { isGood, revoke, revokeCore } from "./stage/revoke-core.ts";

type Random = ReturnType<typeof seededRandom>;

interface Forest {
  /** Ids of tokens that were made and not knowingly revoked. */
  alive: string[];
  revoked: Set<string>;
}

const pick = (random: Random, items: readonly string[]): string =>
  items[random.below(items.length)] as string;

/** One hand: makes, revokes and orphans at random. Its last request may be lost in a kill. */
async function hand(core: TestCore, random: Random, forest: Forest, deeds: number): Promise<void> {
  for (let deed = 0; deed < deeds; deed++) {
    const token = pick(random, forest.alive);
    const choice = random.below(12);
    if (choice === 0) {
      if ((await revoke(core, token)).status === 204) forest.revoked.add(token);
    } else if (choice === 1) {
      const { status } = await core.post("auth/token/revoke-orphan", { token });
      if (status === 204) forest.revoked.add(token);
    } else if (choice === 2)
      await core.post("auth/token/renew", { token, increment: 60 + random.below(1000) });
    else {
      const body = choice === 3 ? { ttl: "30s" } : {};
      const { status, auth } = await core.post("auth/token/create", body, token);
      if (status === 200) forest.alive.push(auth.client_token);
      else assert.ok(status === 403, `making a child was answered ${status}`);
    }
    if (forest.alive.length === 0) return;
  }
}

function entriesOf(core: TestCore): Map<string, TokenEntry> {
  const entries = new Map<string, TokenEntry>();
  for (const key of core.store.allKeys("token/")) {
    const stored = core.store.get(key);
    assert.ok(stored);
    const entry = tokenRecord.decode(core.thread.barrier.decrypt(key, stored.value));
    entries.set(entry.name, entry);
  }
  return entries;
}

async function settled(core: TestCore): Promise<void> {
  core.startDuties();
  await core.until(() => core.store.allKeys("job/").length === 0, "all jobs are done");
  assert.equal((await core.post("auth/token/tidy")).status, 202);
  await core.until(() => core.store.allKeys("job/").length === 0, "tidy is done");
  await core.stopDuties();
  const tidied = core.logger.lines.findLast((line) => line.message === "token tidy is done");
  assert.equal(tidied?.fields.repaired, 0, "there was nothing to put right");
}

test("nobody outlives a revoked parent, and every index is right, whatever happens when", async () => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = seededRandom(seed);
    let core = await revokeCore();
    const forest: Forest = { alive: [], revoked: new Set() };
    for (let count = 0; count < 4; count++) forest.alive.push(await childOf(core, { policies: ["tok"] }));
    for (let round = 0; round < 3; round++) {
      core.startDuties();
      const threads = [core, core.anotherThread(), core.anotherThread()];
      const hands = Promise.all(
        threads.flatMap((thread) => [1, 2, 3].map(() => hand(thread, random, forest, 25))),
      );
      if (round === 1) {
        void hands.catch(() => {});
        const { consensus } = core;
        let left = 60 + random.below(60);
        consensus.intercept(() => {
          if (--left === 0) consensus.kill();
          return undefined;
        });
        await core.node.turns.during(Promise.race([core.node.turns.halted, hands]));
        core = await core.restarted();
      } else await hands;
      core.clock.advanceSeconds(20);
      await core.stopDuties();
    }
    await settled(core);
    const entries = entriesOf(core);
    for (const { parent, revoking, isLastUse } of entries.values()) {
      assert.ok(parent === undefined || entries.has(parent), "its parent is there");
      assert.deepEqual([revoking, isLastUse], [undefined, undefined]);
    }
    for (const token of forest.revoked) assert.equal(await isGood(core, token), false);
  }
});
