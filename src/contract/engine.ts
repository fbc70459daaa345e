import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AuthGrant } from "./auth-grant.ts";
import type { EngineDuty } from "./engine-duty.ts";
import type { MountContext } from "./mount-context.ts";
import type { OptionsChange } from "./options-change.ts";
import type { AnyPath, ReadCall, WriteCall } from "./path.ts";
import type { View } from "./view.ts";

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
  checkOptions?: (options: MountOptions) => string | undefined;
  /** Where a mount's options decide what it is: the engine that serves it. Asked when the mount is opened. */
  forOptions?: (options: MountOptions) => AnyEngine;
  /** What other options mean for a mount that may hold data. Absent: nothing. */
  changeOptions?: (before: MountOptions, after: MountOptions) => OptionsChange;
  /** Does what `changeOptions` called an upgrade. */
  upgrade?: EngineUpgrade;
  duty?: EngineDuty<E>;
}

export type MountOptions = Readonly<Record<string, string>>;

/** An engine whose own type is no longer known. */
// biome-ignore lint/suspicious/noExplicitAny: a catalog holds engines of every type
export type AnyEngine = Engine<any>;

/** Where an upgrade works: all that a mount stores. */
export interface UpgradeViews {
  storage: View;
  settings: View;
  /** Log time. */
  nowMs: number;
}

/** Turns a mount's stored data into what its new options ask for, as a durable job. */
export interface EngineUpgrade {
  /** In the transaction that changes the options: from its commit on the engine refuses until the work is done. */
  begin(views: UpgradeViews): void;
  /** One bounded piece, its writes one proposal; may run again. @returns whether it was the last */
  step(views: UpgradeViews): MaybePromise<boolean>;
}

/** Checks an engine's declaration against its own type `E`, then forgets it. */
export function defineEngine<E>(engine: Engine<E>): Engine<E> {
  return engine;
}
