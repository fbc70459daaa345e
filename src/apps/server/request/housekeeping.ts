// What the leader keeps in order by itself: the age of the barrier's key, policies that have ended, salts of audit
// devices that the configuration declares.
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { AuditBroker } from "#core/audit/audit-broker.ts";
import { storeDeclaredSalts } from "#core/audit/declared-salts.ts";
import { PeriodicDuty } from "#core/jobs/periodic-duty.ts";
import { sweepEndedPolicies } from "#core/policies/ended-policies.ts";
import type { Policies } from "#core/policies/policies.ts";
import { EncryptionCounter } from "#core/sealing/encryption-counter.ts";
import { KeyRotation, LOOK_MS } from "#core/sealing/key-rotation.ts";
import { secureRandom } from "#crypto/secure-random.ts";
import type { Foundation } from "./foundation.ts";

const POLICIES_MS = 60_000;
/** A device without a salt takes no entry. */
const SALTS_MS = 100;

interface Duty {
  start(): void;
  stop(): Promise<void>;
}

export class Housekeeping implements Duty {
  readonly #duties: readonly Duty[];

  constructor(foundation: Foundation, policies: Policies, audit: AuditBroker) {
    const { transactor, pause, memory } = foundation;
    const logger = foundation.logger.named("duties");
    const counter = new EncryptionCounter(memory.encryptions);
    const rotation = new KeyRotation({ transactor, counter, logger });
    const periodic = { logger, pause };
    this.#duties = [
      new PeriodicDuty({
        name: "the rotation of the key",
        everyMs: LOOK_MS,
        work: (isFirst) => rotation.look(isFirst),
        ...periodic,
      }),
      new PeriodicDuty({
        name: "taking away ended policies",
        everyMs: POLICIES_MS,
        work: async () => {
          const removed = await sweepEndedPolicies({ transactor, policies }, ROOT_NAMESPACE);
          if (removed > 0) logger.info("ended policies were taken away", { removed });
        },
        ...periodic,
      }),
      new PeriodicDuty({
        name: "storing salts of declared audit devices",
        everyMs: SALTS_MS,
        work: async () => {
          if (!audit.lacksSalts) return;
          await transactor.run((transaction) =>
            storeDeclaredSalts(transaction, audit.declared, secureRandom),
          );
        },
        ...periodic,
      }),
    ];
  }

  start(): void {
    for (const duty of this.#duties) duty.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#duties.map((duty) => duty.stop()));
  }
}
