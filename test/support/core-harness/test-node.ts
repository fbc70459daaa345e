// The half of a node that outlives its request threads: state, consensus, keys and shared memory. A restart after a
// kill makes a new one over the same store and keys.
import { ROOT_KEY_TERM } from "#barrier/barrier.ts";
import { KEY_MEMORY_BYTES, KeyMemory } from "#barrier/key-memory.ts";
import { KEYRING_KEY, Keyring } from "#barrier/keyring.ts";
import { sealRecord } from "#barrier/sealed-record.ts";
import { LocalCounters } from "#core/lockout/local-counters.ts";
import { randomBytes } from "#crypto/secure-random.ts";
import { CHANGE_RING_BYTES, ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { NODE_STATUS_BYTES, NodeStatus } from "#storage/shared/node-status.ts";
import { StateMachine } from "#storage/state/state-machine.ts";
import type { Write } from "#storage/write.ts";
import { MemoryStore } from "./memory-store.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { TestClock } from "./test-clock.ts";
import { TestConsensus } from "./test-consensus.ts";
import { Turns } from "./turns.ts";

export interface Disk {
  store: MemoryStore;
  rootKey: Uint8Array;
  keyring: Keyring;
  clock: TestClock;
}

export class TestNode {
  readonly disk: Disk;
  readonly turns: Turns;
  readonly status = new NodeStatus(new SharedArrayBuffer(NODE_STATUS_BYTES));
  readonly ring = new SharedArrayBuffer(CHANGE_RING_BYTES);
  readonly keys = new KeyMemory(new SharedArrayBuffer(KEY_MEMORY_BYTES));
  readonly logger = new RecordingLogger();
  readonly loginFailures: LocalCounters;
  readonly consensus: TestConsensus;
  /** Distinguishes the proposals of this node from those of earlier ones. */
  readonly origin: number;
  #sequence = 0;

  private constructor(disk: Disk, machine: StateMachine) {
    this.disk = disk;
    this.turns = new Turns(disk.clock);
    this.loginFailures = new LocalCounters(() => disk.clock.monotonicMs());
    const { status, turns } = this;
    const ring = new ChangeRingWriter(this.ring);
    this.consensus = new TestConsensus({ machine, status, ring, turns, clock: disk.clock });
    this.origin = machine.applied.index + 1;
    this.unseal();
    status.set("term", machine.applied.term + 1);
    status.set("openTerm", machine.applied.term + 1);
    status.setRole("leader");
  }

  static async initialised(): Promise<TestNode> {
    const keyring = new Keyring([{ term: 1, installedAtMs: 0, key: randomBytes(32) }]);
    const disk = { store: new MemoryStore(), rootKey: randomBytes(32), keyring, clock: new TestClock() };
    return TestNode.over(disk);
  }

  /** A node that finds `disk` as an earlier one left it. */
  static async over(disk: Disk): Promise<TestNode> {
    return new TestNode(disk, await StateMachine.open(disk.store));
  }

  get clock(): TestClock {
    return this.disk.clock;
  }

  nextId(): { origin: number; sequence: number; sentAtMs: number } {
    return { origin: this.origin, sequence: ++this.#sequence, sentAtMs: this.clock.logTimeMs() };
  }

  unseal(): void {
    this.keys.load(this.disk.rootKey, this.disk.keyring.terms, this.disk.keyring.active.term);
    this.status.set("unsealed", 1);
  }

  seal(): void {
    this.status.set("unsealed", 0);
    this.status.add("sealEpoch", 1);
    this.keys.zero();
  }

  /** What the barrier reads after a rotation. */
  keyringWrite(): Write {
    const key = { term: ROOT_KEY_TERM, key: this.disk.rootKey };
    return { key: KEYRING_KEY, value: sealRecord(key, KEYRING_KEY, this.disk.keyring.encode()) };
  }
}
