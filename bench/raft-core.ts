// `scripts/node bench/raft-core.ts [--entries N]`: three Raft cores in one process, on one thread, with storage that
// is an array: what the algorithm alone costs. Batches of 64 entries, eight under way, asynchronous storage work.
// Exits 1 below 300,000 entries/s or when the heap grows by more than 16 MiB.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Message } from "#raft/core/message.ts";
import { raftOptions } from "#raft/core/raft-options.ts";
import { RawNode } from "#raft/core/raw-node.ts";
import { MemoryLog } from "#test/raft-core/memory-log.ts";

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

const asked = process.argv.indexOf("--entries");
const total = asked < 0 ? 10_000_000 : Number(process.argv[asked + 1]);
const batch = Array.from({ length: BATCH }, () => new Uint8Array(DATA_BYTES));
const cluster = new BenchCluster();
cluster.run(200_000, batch);

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
const heapMiB = () => {
  collectGarbage();
  return Math.round((getHeapStatistics().used_heap_size / 2 ** 20) * 10) / 10;
};
const heapBefore = heapMiB();
const rounds = 10;
let elapsedMs = 0;
let allocated = 0;
for (let round = 1; round <= rounds; round++) {
  const allocatedBefore = getHeapStatistics().total_allocated_bytes;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  cluster.run(total / rounds, batch);
  const roundMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  elapsedMs += roundMs;
  allocated += getHeapStatistics().total_allocated_bytes - allocatedBefore;
  const rate = Math.round(total / rounds / (roundMs / 1000));
  const cpu = ((user + system) / 1000 / roundMs).toFixed(2);
  console.log(`round ${round}: ${rate} entries/s, ${cpu} cores, heap ${heapMiB()} MiB`);
}
const perSecond = Math.round(total / (elapsedMs / 1000));
const growth = heapMiB() - heapBefore;
console.log(
  `${total} entries of ${DATA_BYTES} bytes in batches of ${BATCH}: ${perSecond} entries/s, ` +
    `${Math.round(allocated / total)} bytes allocated per entry by three nodes, heap grew by ${growth.toFixed(1)} MiB`,
);
process.exitCode = perSecond >= 300_000 && growth <= 16 ? 0 : 1;
