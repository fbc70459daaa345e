// What will be done to a cluster, drawn from a seed before anything runs, so that parts of it can be left out.
import { SeededRandom } from "#test/simulated-disk/seeded-random.ts";
import { drawSettings, type Settings } from "../world/settings.ts";
import type { Action, PlannedAction } from "./action.ts";
import { dataActions } from "./data-actions.ts";
import { networkActions } from "./network-actions.ts";
import { processActions } from "./process-actions.ts";

export const ACTIONS: Readonly<Record<string, Action>> = {
  ...networkActions,
  ...processActions,
  ...dataActions,
};

export interface Plan {
  readonly seed: number;
  readonly settings: Settings;
  readonly actions: readonly PlannedAction[];
  /** Until it heals clients do next to nothing. */
  readonly quietAtMs: number;
  /** When everything heals. */
  readonly healMs: number;
}

/** Done in every run. */
const ALWAYS = [
  "leaders isolated in turn",
  "minority on a stalled disk",
  "transfer",
  "membership: replace",
  "membership: add",
  "compaction",
  "kill",
];

export function drawPlan(seed: number, nodes: number | undefined): Plan {
  const random = new SeededRandom(seed);
  const settings = drawSettings(random, nodes ?? random.pick([3, 3, 3, 5, 5, 7]));
  const stormsMs = random.between(4000, 7000);
  const names = Object.keys(ACTIONS);
  const wanted = [...ALWAYS];
  // A run leans to some kinds of trouble: all kinds at once would hide what few do together.
  const favourites = Array.from(
    { length: random.between(3, 9) },
    () => names[random.below(names.length)] ?? "kill",
  );
  const count = random.between(12, 34);
  while (wanted.length < count) {
    const from = random.chance(0.75) ? favourites : names;
    wanted.push(from[random.below(from.length)] ?? "kill");
  }
  const actions = wanted.map((name) => {
    return { atMs: random.between(400, stormsMs), name, seed: random.next() };
  });
  const quietAtMs = stormsMs + 500;
  const healMs = quietAtMs + settings.quietMs;
  if (settings.quietMs > 0) {
    // What was sent before the quiet comes once more after it.
    for (const backMs of [4000, 2000, 900, 300]) {
      actions.push({ atMs: healMs - backMs, name: "late messages", seed: random.next() });
    }
    actions.push({ atMs: quietAtMs + random.below(settings.quietMs), name: "pause", seed: random.next() });
  }
  actions.sort((a, b) => a.atMs - b.atMs);
  return { seed, settings, actions, quietAtMs, healMs };
}
