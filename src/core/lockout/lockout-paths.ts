// sys/locked-users: who is locked out on this node, and letting them in again.
import type { JsonObject } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import type { FailureCounters } from "./lockout.ts";
import type { LockedNames } from "./login-failures.ts";

const FIELDS = {
  mount_accessor: text("Accessor of the auth method."),
  alias_identifier: text("The locked name."),
};
type Call = SystemReadCall<typeof FIELDS>;

export function lockoutPaths(counters: FailureCounters): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "locked-users",
      fields: FIELDS,
      summary: "Names that too many failed logins have locked out.",
      operations: { read: systemReads((call: Call) => readLocked(counters, call)) },
    }),
    systemPath({
      pattern: "locked-users/:mount_accessor/unlock/:alias_identifier*",
      fields: FIELDS,
      summary: "Lets a locked name log in again; one that is not locked stays as it is.",
      // Nothing that is stored changes.
      operations: { update: systemReads((call: Call) => unlock(counters, call)) },
    }),
  ];
}

function readLocked(counters: FailureCounters, { fields }: Call): MaybePromise<Reply> {
  return andThen(counters.locked(), (locked) => ({ data: describe(locked, fields.mount_accessor) }));
}

/** Methods lower-case the names in which case means nothing; who unlocks may write them otherwise. */
function unlock(counters: FailureCounters, { fields }: Call): MaybePromise<undefined> {
  const { mount_accessor: mount = "", alias_identifier: name = "" } = fields;
  return andThen(counters.unlock({ mount, name }), () =>
    andThen(counters.unlock({ mount, name: name.toLowerCase() }), () => undefined),
  );
}

function describe(locked: readonly LockedNames[], accessor: string | undefined): JsonObject {
  const shown = accessor
    ? [locked.find(({ mount }) => mount === accessor) ?? { mount: accessor, names: [] }]
    : locked;
  const total = shown.reduce((sum, { names }) => sum + names.length, 0);
  const mounts = shown.map(({ mount, names }) => ({
    mount_accessor: mount,
    counts: names.length,
    alias_identifiers: names.length > 0 ? names : null,
  }));
  const namespace = { namespace_id: "root", namespace_path: "", counts: total, mount_accessors: mounts };
  return { by_namespace: [namespace], total };
}
