// Content of snapshots on its way between nodes: pulled in chunks, interrupted, spoiled, verified, and only then
// offered to the node that asked.
import type { Snapshot } from "#raft/core/snapshot.ts";
import type { SnapshotPort, StagedSnapshot } from "#raft/node/ports/snapshot-port.ts";
import { encodeNodeMark } from "#storage/replicated/recovery/node-mark.ts";
import { stateMarkWrite } from "#storage/replicated/recovery/state-mark.ts";
import { SetHash } from "#storage/state/set-hash.ts";
import { storedElement } from "#storage/state/stored-value.ts";
import type { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { Trace } from "../world/trace.ts";
import { Violation } from "../world/violation.ts";
import type { World } from "../world/world.ts";
import type { SimulatedMachine } from "./simulated-machine.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import type { SimulatedStaged } from "./simulated-state-port.ts";

type Done = (staged: StagedSnapshot | undefined) => void;

interface Transfer {
  readonly source: SimulatedProcess;
  readonly puller: SimulatedProcess;
  readonly snapshot: Snapshot;
  readonly setHash: string;
  /** Of all records as they were sent. */
  readonly digest: string;
  readonly chunks: [string, Uint8Array][][];
  readonly content: Map<string, Uint8Array>;
  readonly done: Done;
  isCancelled: boolean;
}

const CHUNK_RECORDS = 12;
const GIVE_UP_MS = 200;

export class SimulatedSnapshots {
  /** Share of chunks that are spoiled, and of transfers that break off. */
  corruptShare = 0;
  breakShare = 0;
  readonly #world: () => World;
  readonly #random: SeededRandom;
  readonly #machine: (id: number) => SimulatedMachine | undefined;
  readonly #transfers = new Set<Transfer>();
  completed = 0;

  constructor(
    world: () => World,
    random: SeededRandom,
    machine: (id: number) => SimulatedMachine | undefined,
  ) {
    this.#world = world;
    this.#random = random;
    this.#machine = machine;
  }

  portOf(puller: SimulatedProcess): SnapshotPort {
    return {
      pull: (from, atLeast, done) => this.#pull(puller, { from, atLeast }, done),
      cancel: () => {
        for (const transfer of this.#transfers) if (transfer.puller === puller) transfer.isCancelled = true;
      },
    };
  }

  /** A node's log lets go of entries. */
  compacted(id: number): void {
    for (const { source } of this.#transfers) {
      if (source.machine.id === id) this.#world().faults["compaction during transfer"]++;
    }
  }

  #pull(puller: SimulatedProcess, { from, atLeast }: { from: number; atLeast: number }, done: Done): void {
    const fail = (): void => {
      this.#world().time.after(GIVE_UP_MS, () => puller.input(() => done(undefined)));
    };
    const delayMs = this.#world().network.delayMs(puller.machine.id, from);
    if (delayMs === undefined) {
      fail();
      return;
    }
    this.#world().time.after(delayMs, () => {
      const transfer = this.#begin(puller, this.#machine(from)?.process, atLeast, done);
      if (transfer === undefined) {
        fail();
        return;
      }
      this.#transfers.add(transfer);
      this.#next(transfer);
    });
  }

  #begin(
    puller: SimulatedProcess,
    source: SimulatedProcess | undefined,
    atLeast: number,
    done: Done,
  ): Transfer | undefined {
    const node = source?.node;
    if (source === undefined || node === undefined || source.threads.isDead) return undefined;
    const { index, term, setHash } = node.machine.applied;
    if (!node.isWhole || index < atLeast || index !== node.raft.applied) return undefined;
    const snapshot = { index, term, membership: node.raft.membership };
    const data = encodeNodeMark({ membership: snapshot.membership, isClean: false });
    const mark = stateMarkWrite({ index, term, data });
    const entries = source.machine.store.entries().filter(([key]) => key !== mark.key);
    if (mark.value !== undefined) entries.push([mark.key, mark.value]);
    const chunks: [string, Uint8Array][][] = [];
    for (let at = 0; at < entries.length; at += CHUNK_RECORDS)
      chunks.push(entries.slice(at, at + CHUNK_RECORDS));
    const content = new Map<string, Uint8Array>();
    const hashes = { setHash: setHash.toHex(), digest: digestOf(entries) };
    return { source, puller, snapshot, ...hashes, chunks, content, done, isCancelled: false };
  }

  #next(transfer: Transfer): void {
    const { source, puller, chunks } = transfer;
    const { network, time, events, faults } = this.#world();
    const chunk = chunks.shift();
    const delayMs = network.delayMs(source.machine.id, puller.machine.id);
    const isBroken = delayMs === undefined || source.threads.isDead || this.#random.chance(this.breakShare);
    if (puller.threads.isDead) {
      this.#transfers.delete(transfer);
      return;
    }
    if (isBroken || transfer.isCancelled) {
      faults["snapshot interrupted"]++;
      this.#end(transfer, undefined);
      return;
    }
    if (chunk === undefined) {
      this.#end(transfer, this.#verified(transfer));
      return;
    }
    source.input(() => source.node?.raft.snapshotActivity(puller.machine.id));
    time.after(delayMs + this.#random.below(4), () => {
      events.diskOperations++;
      for (const [key, value] of chunk) transfer.content.set(key, this.#carried(value));
      this.#next(transfer);
    });
  }

  #carried(value: Uint8Array): Uint8Array {
    if (!this.#random.chance(this.corruptShare)) return value;
    this.#world().faults["snapshot chunk corrupt"]++;
    const spoiled = value.slice();
    const at = this.#random.below(spoiled.length);
    spoiled[at] = (spoiled[at] ?? 0) ^ 0x40;
    return spoiled;
  }

  /** The digest of the whole says whether it came as it was sent. */
  #verified({ content, snapshot, setHash, digest, source, puller }: Transfer): SimulatedStaged | undefined {
    if (digestOf(content) !== digest) return undefined;
    const hash = new SetHash();
    for (const [key, bytes] of content) if (!key.startsWith("!")) hash.add(storedElement(bytes));
    const known = this.#world().history.reference.hashAt(snapshot.index);
    if (known !== setHash || hash.encode().toHex() !== setHash) {
      throw new Violation(
        "a snapshot equals the state at its index",
        `at ${snapshot.index} of ${source.machine.id}`,
      );
    }
    this.completed++;
    puller.note(`has pulled a snapshot at ${snapshot.index}`);
    return { snapshot, content, discard: () => {} };
  }

  #end(transfer: Transfer, staged: SimulatedStaged | undefined): void {
    this.#transfers.delete(transfer);
    transfer.puller.input(() => transfer.done(staged));
  }
}

function digestOf(records: Iterable<[string, Uint8Array]>): string {
  const trace = new Trace();
  for (const [key, value] of records) {
    trace.text(key);
    trace.bytes(value);
  }
  return trace.hash;
}
