// `npm run bench -- raft [--quick] [--json FILE] [--entries N]`: three Raft cores in one process, on one thread, with
// storage that is an array: what the algorithm alone costs. Batches of 64 entries, eight under way, asynchronous storage
// work. Exits 1 below 300,000 entries/s or when the heap grows by more than 16 MiB.
import { parseArgs } from "node:util";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Message } from "#raft/core/message.ts";
import { raftOptions } from "#raft/core/raft-options.ts";
import { RawNode } from "#raft/core/raw-node.ts";
import { MemoryLog } from "#test/raft-core/memory-log.ts";
import { finishReport } from "./report/finish-report.ts";
import { atLeast, atMost, median, newReport } from "./report/report.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    json: { type: "string" },
    entries: { type: "string" },
  },
});

const BATCH = 64;
const PIPELINE = 8;
const DATA_BYTES = 256;
const KEPT_ENTRIES = 8192;

class BenchNode {
  readonly id: number;
  readonly raft: RawNode;
  readonly #log: MemoryLog;
  applied = 0;

  constructor(id: number, voters: number[]) {
    this.id = id;
    this.#log = MemoryLog.withVoters(...voters);
    const random = (bound: number) => (id * 7919) % bound;
    this.raft = new RawNode(raftOptions({ id, storage: this.#log, random, asyncStorageWrites: true }));
  }

  /** Does everything that is outstanding; returns what must be delivered. */
  work(outbox: Message[]): void {
    if (!this.raft.hasReady()) return;
    const ready = this.raft.ready();
    for (const message of ready.messages) outbox.push(message);
    const { append, apply } = ready;
    if (append !== undefined) {
      this.#log.append(append.entries);
      for (const message of append.responses) outbox.push(message);
      if (append.acknowledgement !== undefined) this.raft.appended(append.acknowledgement);
    }
    if (apply !== undefined) {
      for (const entry of apply.entries) {
        if (entry.kind === "conf-change") this.raft.applyConfChange(entry);
      }
      this.applied = apply.acknowledgement.index;
      this.raft.applied(apply.acknowledgement);
      if (this.applied - this.#log.firstIndex() > 2 * KEPT_ENTRIES)
        this.#log.compact(this.applied - KEPT_ENTRIES);
    }
  }
}

class BenchCluster {
  readonly nodes: BenchNode[];
  #mail: Message[] = [];

  constructor() {
    this.nodes = [1, 2, 3].map((id) => new BenchNode(id, [1, 2, 3]));
    this.leader.raft.campaign();
    this.settle();
  }

  get leader(): BenchNode {
    const [first] = this.nodes;
    if (first === undefined) throw new Error("the cluster has no nodes");
    return first;
  }

  settle(): void {
    do {
      for (const node of this.nodes) node.work(this.#mail);
      const mail = this.#mail;
      this.#mail = [];
      for (const message of mail) this.nodes[message.to - 1]?.raft.step(message);
    } while (this.#mail.length > 0 || this.nodes.some((node) => node.raft.hasReady()));
  }

  /** Commits and applies at least `count` entries. */
  run(count: number, batch: readonly Uint8Array[]): void {
    const target = this.leader.applied + count;
    while (this.leader.applied < target) {
      for (let i = 0; i < PIPELINE; i++) {
        if (this.leader.raft.propose(batch).kind !== "appended") throw new Error("a proposal was dropped");
      }
      this.settle();
    }
  }
}

const ROUNDS = 10;
const MIN_PER_SECOND = 300_000;
const MAX_GROWTH_MIB = 16;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
const heapMiB = (): number => {
  collectGarbage();
  return getHeapStatistics().used_heap_size / 2 ** 20;
};

const entries = Number(values.entries ?? (values.quick ? 500_000 : 10_000_000));
const report = newReport("raft", { entries, batch: BATCH, dataBytes: DATA_BYTES });
const batch = Array.from({ length: BATCH }, () => new Uint8Array(DATA_BYTES));
const cluster = new BenchCluster();
cluster.run(200_000, batch);
const heapBeforeMiB = heapMiB();
for (let round = 1; round <= ROUNDS; round++) {
  const allocatedBefore = getHeapStatistics().total_allocated_bytes;
  const cpuBefore = process.threadCpuUsage();
  const startedAt = performance.now();
  cluster.run(entries / ROUNDS, batch);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  const perRound = entries / ROUNDS;
  report.rows.push({
    name: `round ${round}`,
    figures: {
      perSecond: perRound / seconds,
      perCpuSecond: perRound / ((user + system) / 1e6),
      allocatedBytesAnEntry: (getHeapStatistics().total_allocated_bytes - allocatedBefore) / perRound,
      heapMiB: heapMiB(),
    },
  });
}
const figure = (name: string): number =>
  median(report.rows.map(({ figures }) => figures[name] ?? Number.NaN));
const growthMiB = heapMiB() - heapBeforeMiB;
report.rows.push({
  name: "all",
  figures: {
    perSecond: figure("perSecond"),
    perCpuSecond: figure("perCpuSecond"),
    allocatedBytesAnEntry: figure("allocatedBytesAnEntry"),
    heapMiB: heapMiB(),
  },
});
// "On one core": what others take of it does not count.
report.gates = [
  atLeast("entries a second of one core", figure("perCpuSecond"), MIN_PER_SECOND),
  atMost("growth of the heap, MiB", growthMiB, MAX_GROWTH_MIB),
];
finishReport(report, { json: values.json, isQuick: values.quick });
