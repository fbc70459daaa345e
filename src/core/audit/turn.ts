// The audit entries of one turn of the event loop: one append for each device, one verdict for all who wait.
import { isPromise, type MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import type { ActiveDevice } from "./active-device.ts";
import type { AuditMeter } from "./audit-meter.ts";
import type { EntryKind } from "./entry/audit-entry.ts";

export interface TurnOptions {
  devices: readonly ActiveDevice[];
  meter: AuditMeter;
  monotonicMs(): number;
}

export class Turn {
  readonly devices: readonly ActiveDevice[];
  readonly #options: TurnOptions;
  readonly #lines: string[];
  readonly #counts = { request: 0, response: 0 };
  readonly #waiting: Partial<Record<EntryKind, Promise<void>>> = {};
  readonly #verdict = Promise.withResolvers<boolean>();
  readonly #startedAtMs: number;
  #length = 0;

  constructor(options: TurnOptions) {
    this.#options = options;
    this.devices = options.devices;
    this.#lines = options.devices.map(() => "");
    this.#startedAtMs = options.monotonicMs();
  }

  /** Characters that wait to be written. */
  get length(): number {
    return this.#length;
  }

  /**
   * @param lines one for each device, in their order
   * @returns settles once one of them has it. Rejects with VaultError audit_failed
   */
  add(kind: EntryKind, lines: readonly string[]): Promise<void> {
    lines.forEach((line, at) => {
      this.#lines[at] += line;
      this.#length += line.length;
    });
    this.#counts[kind]++;
    this.#waiting[kind] ??= this.#verdict.promise.then((isKept) => {
      if (!isKept) throw auditFailed(kind);
    });
    return this.#waiting[kind];
  }

  write(): void {
    const count = this.#counts.request + this.#counts.response;
    const taken = this.devices.map((device, at) => device.append(Buffer.from(this.#lines[at] ?? ""), count));
    this.#lines.length = 0;
    this.#settle(taken);
  }

  #settle(taken: readonly MaybePromise<boolean>[]): void {
    if (taken.includes(true)) {
      this.#decide(true);
      return;
    }
    const later = taken.filter((each) => isPromise(each));
    let open = later.length;
    if (open === 0) this.#decide(false);
    for (const each of later) {
      void each.then((isTaken) => {
        open--;
        if (isTaken || open === 0) this.#decide(isTaken);
      });
    }
  }

  #decide(isKept: boolean): void {
    const { meter, monotonicMs } = this.#options;
    const tookMs = monotonicMs() - this.#startedAtMs;
    for (const kind of ["request", "response"] as const) {
      if (this.#counts[kind] > 0) meter.entries(kind, this.#counts[kind], tookMs, isKept);
      this.#counts[kind] = 0;
    }
    this.#verdict.resolve(isKept);
  }
}

export function auditFailed(kind: EntryKind): VaultError {
  return new VaultError("audit_failed", `failed to audit ${kind}, cannot continue`);
}
