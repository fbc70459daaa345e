// Applying is idempotent: however entries come in batches, and from wherever a restart replays, the store ends up the
// same, down to the set hash and the table of ids.
import assert from "node:assert/strict";
import { test } from "node:test";
import { encodePayload, stampLogTime } from "#storage/entry-payload.ts";
import type { ProposalId } from "#storage/proposal-id.ts";
import { SetHash } from "#storage/state/set-hash.ts";
import { type CommittedEntry, StateMachine } from "#storage/state/state-machine.ts";
import { elementOf } from "#storage/state/stored-value.ts";
import type { Write } from "#storage/write.ts";
import { MemoryStore } from "#test/core-harness/memory-store.ts";
import { seededRandom } from "#test/seeded-random.ts";

const IDS = 16;
const START_MS = 1_800_000_000_000;

type Random = ReturnType<typeof seededRandom>;
interface History {
  entries: CommittedEntry[];
  ids: (ProposalId | undefined)[];
  /** What the last entry leaves, by a model that knows nothing of the machine. */
  expected: Map<string, { version: number; value: Uint8Array }>;
}

function history(random: Random, length: number): History {
  const made: History = { entries: [], ids: [], expected: new Map() };
  for (let index = 1; index <= length; index++) {
    const isNoOp = random.below(10) === 0;
    const id = { origin: 7, sequence: index, sentAtMs: START_MS + index * 10 };
    const writes = isNoOp ? [] : drawWrites(random);
    made.entries.push({
      index,
      term: 1 + (index >> 5),
      data: isNoOp ? undefined : payload(id, writes, index),
    });
    made.ids.push(isNoOp ? undefined : id);
    for (const { key, value } of writes) {
      if (value) made.expected.set(key, { version: index, value });
      else made.expected.delete(key);
    }
  }
  return made;
}

function drawWrites(random: Random): Write[] {
  const keys = new Set(Array.from({ length: 1 + random.below(5) }, () => `logical/k${random.below(30)}`));
  return [...keys].map((key) => ({
    key,
    value: random.below(4) === 0 ? undefined : random.bytes(random.below(60)),
  }));
}

function payload(id: ProposalId, writes: readonly Write[], index: number): Uint8Array {
  const bytes = encodePayload(id, writes);
  stampLogTime(bytes, START_MS + index * 10);
  return bytes;
}

async function applyAll(
  machine: StateMachine,
  entries: readonly CommittedEntry[],
  random: Random,
): Promise<void> {
  for (let from = 0; from < entries.length; ) {
    const count = 1 + random.below(7);
    await machine.apply(entries.slice(from, from + count));
    from += count;
  }
}

async function dump(store: MemoryStore): Promise<[string, string][]> {
  const rows: [string, string][] = [];
  for await (const [key, value] of store.scanRaw("")) rows.push([key, value.toHex()]);
  return rows;
}

const copyOf = async (store: MemoryStore): Promise<MemoryStore> => {
  const rows: [string, Uint8Array][] = [];
  for await (const row of store.scanRaw("")) rows.push(row);
  return new MemoryStore(new Map(rows));
};

test("the store holds what a plain map holds, and the set hash is that of its records", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const { entries, expected } = history(random, 200);
    const store = new MemoryStore();
    const machine = await StateMachine.open(store, IDS);
    await applyAll(machine, entries, random);
    const hash = new SetHash();
    for (const [key, { version, value }] of expected) {
      assert.deepEqual(store.get(key), { version, value });
      assert.equal(machine.versionOf(key), version);
      hash.add(elementOf(key, version, value));
    }
    assert.deepEqual(store.allKeys("logical/"), [...expected.keys()].sort());
    assert.deepEqual(machine.applied.setHash, hash.encode());
    assert.equal(machine.applied.index, 200);
    assert.equal(machine.versionOf("logical/never"), 0);
  }
});

test("how entries come in batches makes no difference", async () => {
  const { entries } = history(seededRandom(3), 150);
  const dumps = await Promise.all(
    [1, 2, 3].map(async (seed) => {
      const store = new MemoryStore();
      await applyAll(await StateMachine.open(store, IDS), entries, seededRandom(seed));
      return dump(store);
    }),
  );
  assert.deepEqual(dumps[1], dumps[0]);
  assert.deepEqual(dumps[2], dumps[0]);
});

test("a replay from any earlier checkpoint ends as straight application does", async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const random = seededRandom(seed);
    const { entries } = history(random, 160);
    const straight = new MemoryStore();
    await applyAll(await StateMachine.open(straight, IDS), entries, random);

    // The process stops when `stored` entries are in the store; only those up to `checkpoint` are certain.
    const stored = 1 + random.below(160);
    const checkpoint = random.below(stored + 1);
    const store = new MemoryStore();
    await applyAll(await StateMachine.open(store, IDS), entries.slice(0, stored), random);
    const machine = await StateMachine.open(await copyOf(store), IDS);
    assert.equal(machine.applied.index, stored);
    const again = await copyOf(store);
    const replayed = await StateMachine.open(again, IDS);
    replayed.replayFrom(checkpoint);
    await applyAll(replayed, entries.slice(checkpoint), random);
    assert.deepEqual(await dump(again), await dump(straight), `seed ${seed}: ${checkpoint} of ${stored}`);
    assert.deepEqual(replayed.applied, (await StateMachine.open(straight, IDS)).applied);
  }
});

test("entries out of order, with a gap, or for the machine's own records stop it", async () => {
  const { entries } = history(seededRandom(1), 20);
  const open = async () => StateMachine.open(new MemoryStore(), IDS);
  await assert.rejects(async () => (await open()).apply(entries.slice(1)), /in order without a gap/);
  await assert.rejects(
    async () => (await open()).apply([...entries.slice(0, 2), ...entries.slice(3)]),
    /gap/,
  );
  const own = payload(
    { origin: 1, sequence: 1, sentAtMs: 1 },
    [{ key: "!state", value: new Uint8Array(1) }],
    1,
  );
  await assert.rejects(async () => (await open()).apply([{ index: 1, term: 1, data: own }]), /own records/);
});

test("a proposal is remembered as long as the table is, and after a restart; then nobody can say", async () => {
  const random = seededRandom(4);
  const { entries, ids } = history(random, 100);
  const store = new MemoryStore();
  const before = await StateMachine.open(store, IDS);
  await applyAll(before, entries, random);
  for (const machine of [before, await StateMachine.open(store, IDS)]) {
    ids.forEach((id, at) => {
      if (!id) return;
      const recall = machine.recall(id);
      // Entries without a proposal take no place: what they would have pushed out stays.
      if (at >= 100 - IDS) assert.deepEqual(recall, { kind: "executed", index: at + 1 });
      else if (recall.kind === "executed") assert.equal(recall.index, at + 1);
      else assert.equal(recall.kind, "forgotten");
    });
    const later = { origin: 8, sequence: 1, sentAtMs: START_MS + 100 * 10 };
    assert.equal(machine.recall(later).kind, "new");
    const early = { origin: 8, sequence: 2, sentAtMs: START_MS };
    assert.equal(machine.recall(early).kind, "forgotten", "it may have been executed and pushed out");
  }
});

test("an id is never called new once it was executed, whatever came after", async () => {
  for (let seed = 1; seed <= 20; seed++) {
    const random = seededRandom(seed);
    const { entries, ids } = history(random, 120);
    const machine = await StateMachine.open(new MemoryStore(), IDS);
    for (const [at, entry] of entries.entries()) {
      await machine.apply([entry]);
      for (const id of ids.slice(0, at + 1)) if (id) assert.notEqual(machine.recall(id).kind, "new");
    }
  }
});

test("log time never goes back, whatever entries say", async () => {
  const machine = await StateMachine.open(new MemoryStore(), IDS);
  const times = [5000, 3000, 6000];
  for (const [at, logTimeMs] of times.entries()) {
    const data = encodePayload({ origin: 1, sequence: at, sentAtMs: 1 }, []);
    stampLogTime(data, logTimeMs);
    await machine.apply([{ index: at + 1, term: 1, data }]);
  }
  assert.equal(machine.applied.logTimeMs, 6000);
});
