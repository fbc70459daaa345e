// What a power loss leaves of everything that was not synced: writes and name changes alike, each by itself.
import { SeededRandom } from "./seeded-random.ts";

/** What became of one sector of a torn write. */
export type SectorFate = "written" | "before" | "zeros" | "garbage";

/** `torn`: sector by sector, see `sectorFates`. */
export type Survival = "whole" | "none" | "torn";

export interface CrashPolicy {
  /** @param change the running number of an unsynced change, from 0 in the order they were made */
  survives(change: number): Survival;
  /** For a torn write of so many sectors. */
  sectorFates(sectors: number): SectorFate[];
  /** Makes garbage. */
  readonly random: SeededRandom;
  readonly sectorBytes: number;
}

const SECTOR_BYTES = 512;

function policy(survives: (change: number) => Survival, random = new SeededRandom(0)): CrashPolicy {
  return { survives, random, sectorBytes: SECTOR_BYTES, sectorFates: (sectors) => anyFates(sectors, random) };
}

function anyFates(sectors: number, random: SeededRandom): SectorFate[] {
  return Array.from({ length: sectors }, () =>
    random.pick(["written", "written", "before", "before", "zeros", "garbage"]),
  );
}

export const loseAll: CrashPolicy = policy(() => "none");
export const keepAll: CrashPolicy = policy(() => "whole");

export function loseOnly(lost: number): CrashPolicy {
  return policy((change) => (change === lost ? "none" : "whole"));
}

export function keepOnly(kept: number): CrashPolicy {
  return policy((change) => (change === kept ? "whole" : "none"));
}

export function randomSubset(seed: number): CrashPolicy {
  const random = new SeededRandom(seed);
  const keeps = random.pick([0.2, 0.5, 0.8]);
  return policy(() => (random.chance(keeps) ? "whole" : "none"), random);
}

/** Like `randomSubset`, but writes may be torn, in sectors of 512 or of 4096 bytes. */
export function randomTorn(seed: number): CrashPolicy {
  const random = new SeededRandom(seed);
  const sectorBytes = random.chance(0.7) ? SECTOR_BYTES : 4096;
  return { ...policy(() => random.pick(["torn", "torn", "whole", "none"]), random), sectorBytes };
}

/** Everything survives but for one sector of each write. */
export function loseSectors(seed: number): CrashPolicy {
  const random = new SeededRandom(seed);
  const sectorFates = (sectors: number): SectorFate[] => {
    const fates: SectorFate[] = new Array(sectors).fill("written");
    fates[random.below(sectors)] = random.pick(["before", "zeros", "garbage"]);
    return fates;
  };
  return { ...policy(() => "torn", random), sectorFates };
}
