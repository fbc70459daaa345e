import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AuthGrant } from "./auth-grant.ts";
import type { MountContext } from "./mount-context.ts";
import type { AnyPath, ReadCall, WriteCall } from "./path.ts";

/** A secrets engine or auth method: one folder, one line in the catalog. `E` is what `open` makes of a mount. */
export interface Engine<E = unknown> {
  type: string;
  kind: "secret" | "auth";
  /** The core's own: there is one mount of it, made with the cluster. */
  isBuiltIn?: true;
  paths: readonly AnyPath<E>[];
  open(context: MountContext): E;
  /** Extends a token that a login of this method made. `undefined`: the login would not succeed any more. */
  renew?: (engine: E, internal: JsonObject, call: ReadCall) => MaybePromise<AuthGrant | undefined>;
  /** Extends a leased secret. */
  renewSecret?: (engine: E, internal: JsonObject, call: WriteCall) => MaybePromise<void>;
  /** Takes a leased secret back. Idempotent. */
  revokeSecret?: (engine: E, internal: JsonObject, call: WriteCall) => MaybePromise<void>;
  /** Mount options that may be given, with the reason when one is wrong. */
  checkOptions?: (options: Readonly<Record<string, string>>) => string | undefined;
}

/** Checks an engine's declaration against its own type `E`, then forgets it. */
export function defineEngine<E>(engine: Engine<E>): Engine<E> {
  return engine;
}
