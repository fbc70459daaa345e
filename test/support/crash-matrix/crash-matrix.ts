// Opens the log on every disk that a crash could leave: at every prefix of a workload's disk operations × what may
// survive of the unsynced ones; then the same for crashes during the recovery itself.
import type { Disk } from "#storage/disk/disk.ts";
import type { LogWrite } from "#storage/log/log-write.ts";
import { SegmentedLog } from "#storage/log/segmented-log.ts";
import {
  type CrashPolicy,
  keepAll,
  keepOnly,
  loseAll,
  loseOnly,
  loseSectors,
  randomSubset,
  randomTorn,
} from "#test/simulated-disk/crash-policy.ts";
import type { DiskOperation } from "#test/simulated-disk/disk-operation.ts";
import { DiskState } from "#test/simulated-disk/disk-state.ts";
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { SimulatedDisk } from "#test/simulated-disk/simulated-disk.ts";
import { BitFlips } from "./bit-flips.ts";
import { DIRECTORY, type Moment, type RecordedLife, recordLife, SMALL_LIMITS } from "./log-workload.ts";
import type { ReferenceLog } from "./reference-log.ts";
import { textOfLog } from "./reference-log.ts";

export interface CrashMatrixOptions {
  readonly seed: number;
  readonly steps: number;
  /** Random subsets of survivors, and as many random torn images, at each prefix. */
  readonly subsets: number;
  readonly wrap?: (disk: Disk) => Disk;
}

export interface CrashCounts {
  operations: number;
  images: number;
  /** Images of crashes in the middle of a recovery. */
  recoveryImages: number;
  /** Openings of the log by another process, with unsynced writes still in the page cache. */
  kills: number;
  /** Segments begun after the first. */
  rolls: number;
  entries: number;
  /** Single bits changed in what the workload left. */
  flips: number;
}

/** A disk after which the log did not open as it must. */
export class CrashViolation extends Error {}

/** Runs one workload's matrix. @throws CrashViolation with the place to look at */
export function runCrashMatrix(options: CrashMatrixOptions): CrashCounts {
  return new CrashMatrix(options).run();
}

class CrashMatrix {
  readonly #options: CrashMatrixOptions;
  readonly #life: RecordedLife;
  readonly #random: SeededRandom;
  readonly #counts: CrashCounts = {
    operations: 0,
    images: 0,
    recoveryImages: 0,
    kills: 0,
    rolls: 0,
    entries: 0,
    flips: 0,
  };
  /** Texts of the candidates at hand: computed once for all images of a moment. */
  readonly #texts = new Map<ReferenceLog, string>();

  constructor(options: CrashMatrixOptions) {
    this.#options = options;
    this.#life = recordLife(options);
    this.#random = new SeededRandom(options.seed + 0x5eed);
  }

  run(): CrashCounts {
    const { trace, moments, end } = this.#life;
    const state = new DiskState();
    let at = 0;
    for (let prefix = 0; prefix <= trace.length; prefix++) {
      // A crash just as an operation ends a moment has to keep all that was acknowledged with it.
      while (at < moments.length - 1 && prefix >= (moments[at]?.until ?? 0)) at++;
      const moment = moments[at];
      if (moment !== undefined) this.#prefix(state, moment, `operation ${prefix} of ${trace.length}`);
      const operation = trace[prefix];
      if (operation !== undefined) state.apply(operation);
    }
    this.#flipBits(state);
    this.#counts.operations = trace.length;
    this.#counts.rolls = trace.filter(isRoll).length - 1;
    this.#counts.entries = end.lastIndex;
    return this.#counts;
  }

  #flipBits(state: DiskState): void {
    const disk = new SimulatedDisk(state.crash(loseAll));
    const flips = new BitFlips(disk, (image) => this.#openPlainly(image));
    for (const name of disk.list(DIRECTORY).filter((each) => each.endsWith(".log"))) {
      const path = `${DIRECTORY}/${name}`;
      const ranges = flips.protectedRanges(path);
      for (let left = this.#options.subsets; left > 0; left--) {
        // Half of them anywhere, half of them in a record or header: those are little of a short log.
        const range =
          left % 2 === 0
            ? { from: 0, to: SMALL_LIMITS.segmentBytes }
            : (ranges[this.#random.below(ranges.length)] ?? { from: 0, to: 1 });
        const offset = this.#random.between(range.from, range.to - 1);
        this.#counts.flips++;
        try {
          flips.flip(path, offset, this.#random.below(8), ranges);
        } catch (error) {
          this.#fail("at the end", String(error));
        }
      }
    }
  }

  #prefix(state: DiskState, moment: Moment, place: string): void {
    for (const [name, policy] of this.#policies(state)) {
      const image = state.crash(policy);
      this.#counts.images++;
      const recovery = this.#check(image.clone(), moment, `${place}, ${name}`);
      if (this.#random.chance(0.04)) this.#crashRecovery(image, recovery, moment, `${place}, ${name}`);
    }
    // Another process opens the log while the writes of a killed one are in the page cache.
    this.#counts.kills++;
    const recovery = this.#check(state.clone(), moment, `${place}, killed`);
    if (this.#random.chance(0.3)) this.#crashRecovery(state, recovery, moment, `${place}, killed`);
  }

  *#policies(state: DiskState): Generator<[string, CrashPolicy]> {
    const { unsynced } = state;
    yield ["nothing unsynced survives", loseAll];
    if (unsynced === 0) return;
    yield ["everything survives", keepAll];
    for (let change = 0; change < unsynced && unsynced > 1; change++) {
      yield [`change ${change} of ${unsynced} is lost`, loseOnly(change)];
      yield [`only change ${change} of ${unsynced} survives`, keepOnly(change)];
    }
    for (let left = this.#options.subsets; left > 0; left--) {
      const seed = this.#random.next();
      if (unsynced > 1) yield [`subset ${seed}`, randomSubset(seed)];
      yield [`torn ${seed}`, randomTorn(seed)];
      yield [`lost sectors ${seed}`, loseSectors(seed)];
    }
  }

  #crashRecovery(image: DiskState, recovery: readonly DiskOperation[], moment: Moment, place: string): void {
    const state = image.clone();
    for (const [done, operation] of recovery.entries()) {
      state.apply(operation);
      const seeds = [this.#random.next(), this.#random.next(), this.#random.next()] as const;
      const policies = [
        loseAll,
        keepAll,
        randomTorn(seeds[0]),
        loseSectors(seeds[1]),
        randomSubset(seeds[2]),
      ];
      for (const [which, policy] of policies.entries()) {
        this.#counts.recoveryImages++;
        this.#check(state.crash(policy), moment, `${place}, recovery operation ${done}, image ${which}`);
      }
    }
  }

  /** Opens the log and, half of the time, looks whether what it said stays: across a further crash, or with new writes. */
  #check(image: DiskState, moment: Moment, place: string): DiskOperation[] {
    const { log, text, model, operations } = this.#open(image, moment.candidates, place);
    const next = this.#random.below(4);
    if (next === 0) this.#sameAfterCrash(image, text, `${place}, opened again`);
    if (next === 1) this.#goOn(log, image, { ...moment, model, place: `${place}, gone on` });
    return operations;
  }

  /** The leader sends again what was lost, or some of it: nothing of the lost group may come back with it. */
  #goOn(log: SegmentedLog, image: DiskState, { writes, candidates, model, place }: Moment & Found): void {
    const vote = {
      hardState: {
        ...model.hardState,
        term: model.hardState.term + 1,
        vote: 1,
        commit: model.compacted.index,
      },
    };
    const again = model === candidates[0] ? this.#beginningOf(writes) : [vote];
    if (again.length === 0) again.push(vote);
    let after = model;
    for (const write of again) after = after.steps(write).at(-1) ?? after;
    log.write(again);
    this.#sameAfterCrash(image, after.text(), place);
  }

  /** Some writes of those, the last of them with some of its entries. */
  #beginningOf(writes: readonly LogWrite[]): LogWrite[] {
    const some = writes.slice(0, this.#random.between(0, writes.length));
    const last = some.pop();
    if (last === undefined) return [];
    const entries = last.entries?.slice(0, this.#random.between(0, last.entries.length));
    if (entries === undefined) return [...some, last];
    const lastIndex = entries.at(-1)?.index ?? 0;
    if (last.hardState !== undefined && last.hardState.commit > lastIndex) return some;
    return [...some, { ...last, entries }];
  }

  #sameAfterCrash(image: DiskState, text: string, place: string): void {
    const { state, reader } = this.#openLog(new SimulatedDisk(image.crash(loseAll)), place);
    const found = textOfLog({ state, reader });
    if (found !== text) this.#fail(place, `the log says\n${found}\ninstead of\n${text}`);
  }

  #open(image: DiskState, candidates: readonly ReferenceLog[], place: string): Opened {
    const operations: DiskOperation[] = [];
    const log = this.#openLog(
      new SimulatedDisk(image, { done: (operation) => operations.push(operation) }),
      place,
    );
    const text = textOfLog(log);
    const model = candidates.find((candidate) => this.#text(candidate) === text);
    if (model !== undefined) return { log, text, model, operations: [...operations] };
    const wanted = [candidates[0], candidates.at(-1)].map((candidate) => candidate?.text());
    return this.#fail(place, `the log says\n${text}\ninstead of\n${wanted[0]}\nup to\n${wanted[1]}`);
  }

  #openLog(disk: SimulatedDisk, place: string): SegmentedLog {
    try {
      return this.#openPlainly(disk);
    } catch (error) {
      return this.#fail(place, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  #openPlainly(disk: SimulatedDisk): SegmentedLog {
    const wrapped = this.#options.wrap?.(disk) ?? disk;
    return SegmentedLog.open({ disk: wrapped, directory: DIRECTORY, limits: SMALL_LIMITS });
  }

  #text(candidate: ReferenceLog): string {
    let text = this.#texts.get(candidate);
    if (text === undefined) {
      text = candidate.text();
      this.#texts.set(candidate, text);
    }
    return text;
  }

  #fail(place: string, what: string): never {
    throw new CrashViolation(`seed ${this.#options.seed}, ${place}: ${what}`);
  }
}

interface Found {
  /** What the opened log is equal to. */
  readonly model: ReferenceLog;
  readonly place: string;
}

interface Opened {
  readonly log: SegmentedLog;
  readonly text: string;
  readonly model: ReferenceLog;
  /** What the recovery did to the disk. */
  readonly operations: DiskOperation[];
}

function isRoll(operation: DiskOperation): boolean {
  return operation.kind === "rename" && operation.to.endsWith(".log");
}
