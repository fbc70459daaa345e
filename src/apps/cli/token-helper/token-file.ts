// The token in a file of one's own: ~/.vault-token. Written whole or not at all, readable by nobody else.
import { chmod, open, readFile, rename, rm, stat } from "node:fs/promises";
import { randomBase62 } from "#crypto/random-text.ts";
import { CliError } from "../cli-error.ts";
import type { TokenHelper } from "./token-helper.ts";

export class TokenFile implements TokenHelper {
  readonly place: string;
  readonly #warn: (line: string) => void;

  constructor(path: string, warn: (line: string) => void) {
    this.place = path;
    this.#warn = warn;
  }

  async get(): Promise<string | undefined> {
    const text = await readFile(this.place, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw new CliError(
        `failed to read the token file ${this.place}: ${error.code ?? error.message}`,
        2,
        error,
      );
    });
    if (text.trim() === "") return undefined;
    await this.#warnWhenOthersMayRead();
    return text.trim();
  }

  async store(token: string): Promise<void> {
    const temporary = `${this.place}.${randomBase62(12)}`;
    try {
      const file = await open(temporary, "wx", 0o600);
      try {
        await file.writeFile(token);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.place);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    // The umask may have taken more than it should, never less.
    await chmod(this.place, 0o600);
  }

  async erase(): Promise<void> {
    await rm(this.place, { force: true });
  }

  async #warnWhenOthersMayRead(): Promise<void> {
    const { mode } = await stat(this.place);
    if ((mode & 0o077) === 0) return;
    const octal = (mode & 0o777).toString(8).padStart(4, "0");
    this.#warn(
      `WARNING! The token file ${this.place} has mode ${octal}: others on this machine may read it (chmod 600 mends that).`,
    );
  }
}
