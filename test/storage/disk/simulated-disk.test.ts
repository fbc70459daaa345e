// The simulated disk must lose what a real one may lose: proofs that rest on it are worth no more than this.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DiskError } from "#storage/disk/disk-error.ts";
import {
  type CrashPolicy,
  keepAll,
  keepOnly,
  loseAll,
  loseOnly,
  randomSubset,
  randomTorn,
} from "#test/simulated-disk/crash-policy.ts";
import type { DiskOperation } from "#test/simulated-disk/disk-operation.ts";
import { DiskState } from "#test/simulated-disk/disk-state.ts";
import { LyingDisk } from "#test/simulated-disk/lying-disk.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";

/** A disk with one durable file of `bytes`. */
function diskWith(bytes: Uint8Array): SimulatedDisk {
  const disk = new SimulatedDisk();
  const file = disk.open("/a", "create");
  file.write([bytes], 0);
  file.sync();
  disk.syncDirectory("/");
  return disk;
}

function ones(length: number): Uint8Array {
  return new Uint8Array(length).fill(1);
}

test("a write that was not synced may be lost, or may survive", () => {
  const disk = diskWith(ones(10));
  disk.open("/a", "write").write([Uint8Array.of(2, 2)], 4);
  assert.deepEqual(disk.crash(loseAll).content("/a"), ones(10));
  assert.deepEqual([...disk.crash(keepAll).content("/a")], [1, 1, 1, 1, 2, 2, 1, 1, 1, 1]);
  assert.deepEqual([...disk.content("/a")], [1, 1, 1, 1, 2, 2, 1, 1, 1, 1]);
});

test("a write that was synced survives every crash", () => {
  const disk = diskWith(ones(3000));
  for (let seed = 0; seed < 50; seed++) {
    assert.deepEqual(disk.crash(randomTorn(seed)).content("/a"), ones(3000));
  }
  assert.equal(disk.state.unsynced, 0);
});

test("later writes can survive earlier ones", () => {
  const disk = diskWith(new Uint8Array(3));
  const file = disk.open("/a", "write");
  for (const at of [0, 1, 2]) file.write([Uint8Array.of(9)], at);
  assert.equal(disk.state.unsynced, 3);
  assert.deepEqual([...disk.crash(loseOnly(0)).content("/a")], [0, 9, 9]);
  assert.deepEqual([...disk.crash(keepOnly(1)).content("/a")], [0, 9, 0]);
  const seen = new Set(
    Array.from({ length: 200 }, (_, seed) => String(disk.crash(randomSubset(seed)).content("/a"))),
  );
  assert.equal(seen.size, 8);
});

test("the size of a file is lost with the write that made it grow", () => {
  const disk = diskWith(ones(4));
  disk.open("/a", "write").write([ones(4)], 4);
  assert.equal(disk.crash(loseAll).content("/a").length, 4);
  assert.equal(disk.crash(keepAll).content("/a").length, 8);
});

test("a new name is lost without a sync of its directory, though the file was synced", () => {
  const disk = new SimulatedDisk();
  const file = disk.open("/a", "create");
  file.write([ones(4)], 0);
  file.sync();
  assert.deepEqual(disk.crash(loseAll).list("/"), []);
  disk.syncDirectory("/");
  assert.deepEqual(disk.crash(loseAll).content("/a"), ones(4));
});

test("names and content are lost apart: a name may survive with nothing in its file", () => {
  const disk = new SimulatedDisk();
  disk.open("/a", "create").write([ones(4)], 0);
  assert.equal(disk.crash(keepOnly(0)).content("/a").length, 0);
});

test("renames and removals come back after a crash unless their directory was synced", () => {
  const disk = diskWith(ones(1));
  disk.rename("/a", "/b");
  assert.deepEqual(disk.crash(loseAll).list("/"), ["a"]);
  assert.deepEqual(disk.crash(keepAll).list("/"), ["b"]);
  disk.syncDirectory("/");
  disk.unlink("/b");
  assert.deepEqual(disk.crash(loseAll).list("/"), ["b"]);
  disk.syncDirectory("/");
  assert.deepEqual(disk.crash(loseAll).list("/"), []);
});

test("a directory that was never synced into its parent takes its files along", () => {
  const disk = new SimulatedDisk();
  disk.makeDirectory("/d");
  disk.open("/d/a", "create").sync();
  disk.syncDirectory("/d");
  assert.equal(disk.crash(loseAll).exists("/d"), false);
  disk.syncDirectory("/");
  assert.equal(disk.crash(loseAll).exists("/d/a"), true);
});

test("a torn write mixes new, old, zero and garbage sectors and touches no other", () => {
  const disk = diskWith(ones(8192));
  disk.open("/a", "write").write([new Uint8Array(2048).fill(2)], 1024);
  const fates = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const torn = disk.crash(randomTorn(seed)).content("/a");
    assert.deepEqual(torn.subarray(4096), ones(4096));
    for (let at = 1024; at < 3072; at += 512) fates.add(fateOf(torn.subarray(at, at + 512)));
  }
  assert.deepEqual([...fates].sort(), ["before", "garbage", "written", "zeros"]);
});

function fateOf(sector: Uint8Array): string {
  const values = new Set(sector);
  if (values.size > 1) return "garbage";
  return ["zeros", "before", "written"][sector[0] ?? 0] ?? "garbage";
}

test("a torn sector takes durable neighbours in the same sector along", () => {
  const disk = diskWith(ones(512));
  disk.open("/a", "write").write([Uint8Array.of(2)], 100);
  const spoiled = Array.from({ length: 50 }, (_, seed) => disk.crash(randomTorn(seed)).content("/a")[0]);
  assert.ok(spoiled.some((byte) => byte !== 1));
});

test("after a failed sync no later sync makes the writes durable, yet a crash may keep them", () => {
  const disk = diskWith(ones(2));
  const file = disk.open("/a", "write");
  file.write([Uint8Array.of(5)], 0);
  disk.hooks.before = ({ kind }) => (kind === "sync" ? { errno: "EIO" } : undefined);
  assert.throws(
    () => file.sync(),
    (error) => error instanceof DiskError && error.errno === "EIO",
  );
  disk.hooks = {};
  file.write([Uint8Array.of(6)], 1);
  file.sync();
  assert.deepEqual([...disk.content("/a")], [5, 6]);
  assert.deepEqual([...disk.crash(loseAll).content("/a")], [1, 6]);
  assert.deepEqual([...disk.crash(keepAll).content("/a")], [5, 6]);
});

test("a short write leaves its beginning and reports the reason", () => {
  const disk = diskWith(ones(4));
  disk.hooks.before = ({ kind }) => (kind === "write" ? { errno: "ENOSPC", writtenBytes: 2 } : undefined);
  assert.throws(() => disk.open("/a", "write").write([new Uint8Array(4)], 0), /ENOSPC/);
  assert.deepEqual([...disk.content("/a")], [0, 0, 1, 1]);
});

test("another process finds what the killed one wrote, and a later power loss can still take it", () => {
  const disk = diskWith(ones(1));
  disk.open("/a", "write").write([Uint8Array.of(3)], 0);
  const survivor = new SimulatedDisk(disk.state.clone());
  assert.deepEqual([...survivor.content("/a")], [3]);
  assert.deepEqual([...survivor.crash(loseAll).content("/a")], [1]);
});

test("copies of a disk do not see each other's writes", () => {
  const disk = diskWith(ones(10_000));
  const image = disk.crash(loseAll);
  image.open("/a", "write").write([new Uint8Array(10_000)], 0);
  disk.open("/a", "write").write([Uint8Array.of(7)], 5000);
  assert.equal(disk.content("/a")[4999], 1);
  assert.equal(disk.content("/a")[5000], 7);
  assert.equal(image.content("/a")[5000], 0);
});

test("a recorded life replayed on a new disk gives the same disk, before and after a crash", () => {
  const operations: DiskOperation[] = [];
  const disk = new SimulatedDisk(new DiskState(), { done: (operation) => operations.push(operation) });
  liveRandomly(disk, new SeededRandom(5));
  const replayed = new DiskState();
  for (const operation of operations) replayed.apply(operation);
  for (const policy of [() => keepAll, () => loseAll, () => randomSubset(3), () => randomTorn(4)]) {
    assert.deepEqual(contents(disk, policy()), contents(new SimulatedDisk(replayed), policy()));
  }
});

function contents(disk: SimulatedDisk, policy: CrashPolicy): [string, Uint8Array][] {
  const left = disk.crash(policy);
  return left.list("/").map((name) => [name, left.content(`/${name}`)]);
}

/** Compared byte by byte with plain arrays that have no pages. */
test("reads always see the latest writes, whatever was synced, cut, copied or crashed meanwhile", () => {
  for (let seed = 0; seed < 30; seed++) {
    const random = new SeededRandom(seed);
    let disk = diskWith(new Uint8Array(0));
    let model: number[] = [];
    for (let step = 0; step < 60; step++) {
      const file = disk.open("/a", "write");
      const offset = random.below(9000);
      if (random.chance(0.15)) {
        file.truncate(offset);
        model = Array.from({ length: offset }, (_, at) => model[at] ?? 0);
      } else if (random.chance(0.3)) file.sync();
      else if (random.chance(0.2))
        disk = random.pick([disk.crash(keepAll), new SimulatedDisk(disk.state.clone())]);
      else {
        const bytes = random.bytes(random.below(6000));
        file.write([bytes], offset);
        if (bytes.length > 0) {
          model = Array.from(
            { length: Math.max(model.length, offset + bytes.length) },
            (_, at) => model[at] ?? 0,
          );
          for (const [at, byte] of bytes.entries()) model[offset + at] = byte;
        }
      }
      assert.deepEqual([...disk.content("/a")], model, `seed ${seed}, step ${step}`);
    }
    disk.open("/a", "write").sync();
    assert.deepEqual([...disk.crash(loseAll).content("/a")], model, `seed ${seed}, durable`);
  }
});

function liveRandomly(disk: SimulatedDisk, random: SeededRandom): void {
  const names = ["/a", "/b", "/c"] as const;
  for (let step = 0; step < 200; step++) {
    const path = random.pick([...names]);
    if (!disk.exists(path)) disk.open(path, "create").close();
    const file = disk.open(path, "write");
    const choice = random.below(10);
    if (choice < 5) file.write([random.bytes(random.below(3000))], random.below(9000));
    else if (choice === 5) file.truncate(random.below(9000));
    else if (choice === 6) file.sync();
    else if (choice === 7) disk.rename(path, random.pick([...names]));
    else if (choice === 8) disk.unlink(path);
    else disk.syncDirectory("/");
  }
}

test("a disk that lies about syncs loses what an honest one keeps", () => {
  for (const lie of ["no-file-sync", "no-directory-sync"] as const) {
    const inner = new SimulatedDisk();
    const disk = new LyingDisk(inner, lie);
    const file = disk.open("/a", "create");
    file.write([ones(3)], 0);
    file.sync();
    disk.syncDirectory("/");
    const left = inner.crash(loseAll);
    assert.ok(!left.exists("/a") || left.content("/a").length === 0, lie);
  }
});

test("the same seed draws the same numbers, another seed others", () => {
  const sequence = (seed: number): string => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 8 }, () => random.next()).join();
  };
  assert.equal(sequence(7), sequence(7));
  assert.notEqual(sequence(7), sequence(8));
  assert.notEqual(sequence(1), sequence(1 + 2 ** 32));
});
