// Looks now and then at the files of a listener's certificate: renewed ones are taken without a signal.
import { statSync } from "node:fs";

export interface CertificateWatchOptions {
  files: readonly string[];
  everyMs: number;
  /** @throws when the new files can not be used yet: they are tried again at the next look */
  take(): void;
  /** Called once for each state of the files that could not be taken. */
  failed(error: Error): void;
}

export class CertificateWatch {
  readonly #options: CertificateWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #taken: string;
  #refused = "";

  constructor(options: CertificateWatchOptions) {
    this.#options = options;
    this.#taken = this.#look();
    this.#timer = setInterval(() => this.#compare(), options.everyMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #compare(): void {
    const found = this.#look();
    if (found === this.#taken) return;
    try {
      this.#options.take();
      this.#taken = found;
    } catch (error) {
      // Half of a renewal: the certificate is there, its key is not yet.
      if (found !== this.#refused) this.#options.failed(error as Error);
      this.#refused = found;
    }
  }

  /** Renewed in place, or by a rename: either changes one of these. */
  #look(): string {
    return this.#options.files
      .map((file) => {
        const stat = statSync(file, { throwIfNoEntry: false });
        return stat ? `${stat.ino}/${stat.size}/${stat.mtimeMs}` : "gone";
      })
      .join(" ");
  }
}
