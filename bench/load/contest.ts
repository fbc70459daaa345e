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
  /** Answers that a contestant gives before its turns count: code that was not compiled yet measures the compiler. */
  warmupAnswers?: number;
}

/** However slow a contestant is. */
const MAX_WARMUP_SLICES = 25;

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

/** @returns standings in the order of the contestants */
export async function contest(
  contestants: readonly Contestant[],
  { rounds, sliceMs, warmupAnswers = 1 }: ContestOptions,
): Promise<Standing[]> {
  for (const { load } of contestants) await warmUp(load, sliceMs, warmupAnswers);
  const turns: Turn[][] = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, contestant] of contestants.entries())
      turns[at]?.push(await takeTurn(contestant, sliceMs));
  }
  const [first = []] = turns;
  return turns.map((own) => standing(own, first));
}

async function warmUp(load: Load, sliceMs: number, answers: number): Promise<void> {
  let given = 0;
  for (let slice = 0; slice < MAX_WARMUP_SLICES && given < answers; slice++) {
    given += (await load.slice(sliceMs)).answers;
  }
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
