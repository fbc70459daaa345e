// What only the leader does, on one of its request threads: goes on with jobs, ends what is due, does what mounts do by
// themselves. Nothing here needs stopping in a hurry: a deposed leader's proposals are refused (design §5).
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { ExpirySweeper } from "#core/jobs/expiry-sweeper.ts";
import { JobRunner } from "#core/jobs/job-runner.ts";
import { MountDuties } from "#core/jobs/mount-duties.ts";
import { UpgradeSweeper } from "#core/sealing/upgrade-sweeper.ts";
import type { RequestTelemetry } from "../observability/request-telemetry.ts";
import type { TelemetryDuty } from "../observability/requests/telemetry-duty.ts";
import type { Rooms } from "./assemble.ts";
import type { Foundation } from "./foundation.ts";
import type { Housekeeping } from "./housekeeping.ts";
import type { Autopilot } from "./peers/autopilot.ts";

const LOOK_MS = 100;

export interface DutiesOptions {
  readonly foundation: Foundation;
  readonly rooms: Rooms;
  readonly telemetry: RequestTelemetry;
  readonly autopilot: Autopilot;
  readonly housekeeping: Housekeeping;
}

export class Duties {
  readonly #foundation: Foundation;
  readonly #runner: JobRunner;
  readonly #sweeper: ExpirySweeper;
  readonly #mounts: MountDuties;
  readonly #upgrades: UpgradeSweeper;
  readonly #telemetry: TelemetryDuty;
  readonly #housekeeping: Housekeeping;
  readonly #autopilot: Autopilot;
  readonly #timer: NodeJS.Timeout;
  #isOn = false;
  /** Starting and stopping happen one after the other. */
  #turn: Promise<void> = Promise.resolve();

  constructor({ foundation, rooms, telemetry, autopilot, housekeeping }: DutiesOptions) {
    const { tokens, removal, upgrade, mounts, router } = rooms;
    this.#foundation = foundation;
    this.#autopilot = autopilot;
    this.#housekeeping = housekeeping;
    this.#telemetry = telemetry.duty;
    const logger = foundation.logger.named("duties");
    const kinds = [...tokens.jobKinds, removal, upgrade] as typeof tokens.jobKinds;
    this.#runner = new JobRunner({ ...foundation, logger, kinds });
    const { onEnded } = telemetry.instruments;
    this.#sweeper = new ExpirySweeper({ ...foundation, logger, handlers: [tokens.expiry], onEnded });
    this.#mounts = new MountDuties({
      ...foundation,
      logger,
      mounts: {
        list: (transaction) => mounts.dutiful(transaction, ROOT_NAMESPACE),
        find: (...at) => router.findMount(...at),
      },
    });
    this.#upgrades = new UpgradeSweeper({ ...foundation, logger });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
  }

  #look(): void {
    const { status, barrier } = this.#foundation;
    const isDue = status.isOpenLeader && !barrier.isSealed;
    if (isDue === this.#isOn) return;
    this.#isOn = isDue;
    this.#turn = this.#turn.then(() => (isDue ? this.#begin() : this.#end()));
  }

  #begin(): void {
    this.#runner.start();
    this.#sweeper.start();
    this.#mounts.start();
    this.#upgrades.start();
    this.#telemetry.start();
    this.#housekeeping.start();
    this.#autopilot.start();
  }

  async #end(): Promise<void> {
    const working = [
      this.#runner,
      this.#sweeper,
      this.#mounts,
      this.#upgrades,
      this.#telemetry,
      this.#housekeeping,
      this.#autopilot,
    ];
    await Promise.all(working.map((work) => work.stop()));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
    await this.#end();
  }
}
