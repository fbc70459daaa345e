// A program of the user's that keeps the token: called with get, store or erase; the token goes over stdin and stdout.
import { execFile } from "node:child_process";
import { CliError } from "../cli-error.ts";
import type { TokenHelper } from "./token-helper.ts";

const LONGEST_ANSWER_BYTES = 1024 * 1024;

export class ExternalTokenHelper implements TokenHelper {
  readonly place: string;

  /** @param path of the program; no shell reads it */
  constructor(path: string) {
    this.place = path;
  }

  async get(): Promise<string | undefined> {
    const token = (await this.#run("get", "")).trim();
    return token === "" ? undefined : token;
  }

  async store(token: string): Promise<void> {
    await this.#run("store", token);
  }

  async erase(): Promise<void> {
    await this.#run("erase", "");
  }

  async #run(operation: string, input: string): Promise<string> {
    return await new Promise((resolve, reject) => {
      const child = execFile(
        this.place,
        [operation],
        { maxBuffer: LONGEST_ANSWER_BYTES },
        (error, stdout, stderr) => {
          if (error === null) resolve(stdout);
          else
            reject(
              new CliError(
                `the token helper ${this.place} ${operation} failed: ${stderr.trim() || error.message}`,
                2,
              ),
            );
        },
      );
      // A helper that does not read its input closes it early.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(input);
    });
  }
}
