// Timers that Vault has for what is one path here: by the engine's type, the declared path and the operation.
import type { Operation } from "#contract/operation.ts";
import type { Route } from "#core/route.ts";
import type { TimerName } from "#metrics/catalogue/timers.ts";
import type { Timer } from "#metrics/instruments/timer.ts";
import type { Meter } from "#metrics/meter.ts";

type TimersOfPath = Partial<Record<Operation, readonly TimerName[]>>;

const POLICY: TimersOfPath = {
  read: ["policy.get_policy"],
  create: ["policy.set_policy"],
  update: ["policy.set_policy"],
  patch: ["policy.set_policy"],
  delete: ["policy.delete_policy"],
  list: ["policy.list_policies"],
};
const REVOKE: TimersOfPath = { update: ["token.revoke", "token.revoke-tree"] };
const RENEW: TimersOfPath = { update: ["expire.renew-token"] };
const LOOKUP: TimersOfPath = { read: ["token.lookup"], update: ["token.lookup"] };

const TIMED: Readonly<Record<string, Readonly<Record<string, TimersOfPath>>>> = {
  system: {
    "policies/acl": { list: ["policy.list_policies"] },
    "policies/acl/:name*": POLICY,
    policy: { read: ["policy.list_policies"], list: ["policy.list_policies"] },
    "policy/:name*": POLICY,
    seal: { update: ["core.seal_with_request"] },
    "step-down": { update: ["core.step_down"] },
  },
  token: {
    lookup: LOOKUP,
    "lookup-self": LOOKUP,
    "lookup-accessor": LOOKUP,
    renew: RENEW,
    "renew-self": RENEW,
    "renew-accessor": RENEW,
    revoke: REVOKE,
    "revoke-self": REVOKE,
    "revoke-accessor": REVOKE,
    "revoke-orphan": { update: ["token.revoke"] },
  },
};

export class PathTimers {
  readonly #meter: Meter;

  /** Makes them all, so that each shows a 0 from the start. */
  constructor(meter: Meter) {
    this.#meter = meter;
    for (const paths of Object.values(TIMED)) {
      for (const names of Object.values(paths).flatMap((path) => Object.values(path))) {
        for (const name of names) meter.timer(name);
      }
    }
  }

  observe(route: Route, operation: Operation, tookMs: number): void {
    const paths = TIMED[route.mount.entry.type];
    if (paths === undefined || !route.match) return;
    for (const timer of this.#timersOf(paths[route.match.path.pattern]?.[operation])) timer.observe(tookMs);
  }

  #timersOf(names: readonly TimerName[] = []): Timer[] {
    return names.map((name) => this.#meter.timer(name));
  }
}
