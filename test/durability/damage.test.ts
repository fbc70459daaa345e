// Bytes flipped, cut and moved below a node.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DamageLog } from "#test/durability/damage/damage-log.ts";
import { DamageState } from "#test/durability/damage/damage-state.ts";
import { DamagedNode, damageKey, type Verdict } from "#test/durability/damage/damaged-node.ts";

let node: DamagedNode;
before(async () => {
  node = await DamagedNode.prepare();
});
after(() => node[Symbol.dispose]());

const victim = damageKey(17);

function changeRecord(change: (bytes: Uint8Array) => Uint8Array | undefined) {
  return async (dataDirectory: string): Promise<void> => {
    await using state = await DamageState.open(dataDirectory);
    const key = await state.find(victim);
    await state.put(key, change(state.raw(key)));
  };
}

const flipLast = changeRecord((bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1));
const cut = changeRecord((bytes) => bytes.subarray(0, -5));

async function move(dataDirectory: string): Promise<void> {
  await using state = await DamageState.open(dataDirectory);
  await state.put(await state.find(victim), state.raw(await state.find(damageKey(18))));
}

/** What LevelDB returns after some damage: the record as it was before. */
async function putBackEarlier(dataDirectory: string): Promise<void> {
  await using early = await DamageState.open(node.folder("early"));
  await using state = await DamageState.open(dataDirectory);
  const key = await state.find(victim);
  await state.put(key, early.raw(key));
}

function assertRefused({ kind, output }: Verdict, why: RegExp): void {
  assert.equal(kind, "refused");
  assert.match(output, why);
}

test("nothing damaged: everything is there, after a clean stop and after a kill", async () => {
  for (const state of ["clean", "killed"] as const) {
    assert.equal((await node.judge(state, () => {})).kind, "harmless");
  }
});

const recordDamage: [string, (dataDirectory: string) => Promise<void>][] = [
  ["with a flipped bit", flipLast],
  ["cut", cut],
  ["moved from another key", move],
];
for (const [what, damage] of recordDamage) {
  test(`a stored record ${what} is an error that names it, and nothing else is`, async () => {
    assert.equal((await node.judge("clean", damage)).kind, "named");
  });
}

const scanned: [string, (dataDirectory: string) => Promise<void>][] = [
  ...recordDamage,
  ["gone", changeRecord(() => undefined)],
  ["as it was before", putBackEarlier],
];
for (const [what, damage] of scanned) {
  test(`after an unclean stop the scan finds a record ${what}`, async () => {
    assertRefused(await node.judge("killed", damage), /the state store is damaged: /);
  });
}

const segmentDamage: [string, (log: DamageLog) => void][] = [
  ["a flipped bit in an acknowledged record", (log) => log.flip(log.firstGroupAt + 60)],
  ["a flipped bit in the header", (log) => log.flip(20)],
  ["two pages that changed places", (log) => log.swapPages(5, 6)],
  ["a blank page among the acknowledged ones", (log) => log.blank(5 * 4096, 4096)],
  ["a cut in the middle of what was acknowledged", (log) => log.cut(log.usedBytes >> 1)],
  ["a segment that is gone", (log) => log.remove()],
];
for (const [what, damage] of segmentDamage) {
  test(`${what}: the node does not start, and names file and offset`, async () => {
    const verdict = await node.judge("killed", (dataDirectory) => damage(new DamageLog(dataDirectory)));
    assertRefused(verdict, /the Raft log is damaged: \S+ at offset \d+: |the state store is damaged: /);
  });
}
