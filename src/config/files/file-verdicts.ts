// Problems with files, told at the place of the setting that names them.
import type { ProblemList } from "../reading/config-problem.ts";
import type { Settings } from "../reading/settings.ts";
import type { FileAccess } from "./file-access.ts";

export class FileVerdicts {
  readonly files: FileAccess;
  readonly nowMs: number;
  readonly #settings: Settings;
  readonly #problems: ProblemList;

  constructor(ports: { files: FileAccess; nowMs: number }, settings: Settings, problems: ProblemList) {
    this.files = ports.files;
    this.nowMs = ports.nowMs;
    this.#settings = settings;
    this.#problems = problems;
  }

  /** @param path of a setting: `listener[0].tls_key_file` */
  error(path: string, reason: string): void {
    const { position, field } = this.#placeOf(path);
    this.#problems.error(position, field, reason);
  }

  warn(path: string, reason: string): void {
    const { position, field } = this.#placeOf(path);
    this.#problems.warn(position, field, reason);
  }

  #placeOf(path: string): Pick<ReturnType<typeof unknownPlace>, "position" | "field"> {
    return this.#settings.get(path) ?? unknownPlace(path);
  }
}

function unknownPlace(path: string): {
  position: { source: string; line: number; column: number };
  field: string;
} {
  return { position: { source: "configuration", line: 0, column: 0 }, field: path };
}
