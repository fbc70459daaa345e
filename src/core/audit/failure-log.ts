// What the server's log says of a device that fails: at once when it begins and when it ends, and now and then between.
import type { Logger } from "#base/logger.ts";
import { VaultError } from "#base/vault-error.ts";

const REPEAT_MS = 10_000;

export interface FailureLogOptions {
  logger: Logger;
  /** Path of the device. */
  device: string;
  monotonicMs(): number;
}

export class FailureLog {
  readonly #options: FailureLogOptions;
  #failures = 0;
  #unsaid = 0;
  #saidAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: FailureLogOptions) {
    this.#options = options;
  }

  failed(error: unknown): void {
    const { logger, device, monotonicMs } = this.#options;
    this.#failures++;
    this.#unsaid++;
    const nowMs = monotonicMs();
    if (this.#failures > 1 && nowMs - this.#saidAtMs < REPEAT_MS) return;
    const fields = { device, ...describeFailure(error), failures: this.#unsaid };
    logger.error("audit device does not take entries", fields);
    this.#saidAtMs = nowMs;
    this.#unsaid = 0;
  }

  worked(): void {
    if (this.#failures === 0) return;
    const { logger, device } = this.#options;
    logger.info("audit device takes entries again", { device, failures: this.#failures });
    this.#failures = 0;
    this.#unsaid = 0;
  }
}

/** The operating system's own name for the reason, where it has one. */
function describeFailure(error: unknown): { errno?: string; reason: string } {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "string" && !(error instanceof VaultError))
    return { errno: code, reason: reasonOf(error) };
  return { reason: reasonOf(error) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
