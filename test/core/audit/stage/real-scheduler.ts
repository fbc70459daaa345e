import type { TurnScheduler } from "#core/audit/turn-scheduler.ts";

/** The event loop's own turns. */
export const realScheduler: TurnScheduler = {
  atEndOfTurn(run) {
    setImmediate(run);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
