// Several loads in turns, slice by slice, so that what else the machine does meets all of them alike. Medians of slices;
// shares are taken round by round, against the first contestant.
import { processMicros } from "../process/usage.ts";
import { median } from "../report/report.ts";
import type { Load } from "./load.ts";
import type { Slice } from "./load-process.ts";

export interface Contestant {
  name: string;
  load: Load;
  /** The process whose processor time counts. */
  serverPid: number;
}

export interface ContestOptions {
  rounds: number;
  sliceMs: number;
}

export interface Standing {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time of the server's process a request. */
  cpuUs: number;
  /** Requests a second, as a share of the first contestant's in the same round. */
  share: number;
}

interface Turn extends Slice {
  cpuUs: number;
}

/** @returns standings in the order of the contestants. The first round warms up and does not count. */
export async function contest(
  contestants: readonly Contestant[],
  { rounds, sliceMs }: ContestOptions,
): Promise<Standing[]> {
  const turns: Turn[][] = contestants.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const turn = await takeTurn(contestant, sliceMs);
      if (round > 0) turns[at]?.push(turn);
    }
  }
  const [first = []] = turns;
  return turns.map((own) => standing(own, first));
}

async function takeTurn({ load, serverPid }: Contestant, sliceMs: number): Promise<Turn> {
  const before = processMicros(serverPid);
  const slice = await load.slice(sliceMs);
  return { ...slice, cpuUs: (processMicros(serverPid) - before) / slice.answers };
}

function standing(own: readonly Turn[], first: readonly Turn[]): Standing {
  const middle = (figure: (turn: Turn) => number): number => median(own.map(figure));
  return {
    perSecond: middle((turn) => turn.perSecond),
    p50Ms: middle((turn) => turn.p50Ms),
    p99Ms: middle((turn) => turn.p99Ms),
    cpuUs: middle((turn) => turn.cpuUs),
    share: median(own.map(({ perSecond }, round) => perSecond / (first[round]?.perSecond ?? Number.NaN))),
  };
}
