// Whether files have changed since they were looked at last: by time, size and inode, as a replaced symbolic link
// (Kubernetes) changes all three and an editor at least one.
import { statSync } from "node:fs";
import type { SecretPlace, TransitSettings } from "./transit-settings.ts";

export class FileStamps {
  readonly #paths: readonly string[];
  #stamps: string;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#stamps = stampsOf(paths);
  }

  /** Whether any of them is another than at the last call. */
  haveChanged(): boolean {
    if (this.#paths.length === 0) return false;
    const before = this.#stamps;
    this.#stamps = stampsOf(this.#paths);
    return before !== this.#stamps;
  }
}

function stampsOf(paths: readonly string[]): string {
  return paths.map(stampOf).join("\n");
}

function stampOf(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false, bigint: true });
  return facts ? `${facts.ino} ${facts.size} ${facts.mtimeNs}` : "absent";
}

/** Every file that a seal's credentials and certificates are in. */
export function filesOf({ login, tls }: TransitSettings): string[] {
  const { caFile, certificateFile, keyFile } = tls;
  const tlsFiles = [caFile, certificateFile, keyFile].filter((path) => path !== undefined);
  return [...tlsFiles, ...placesOf(login).flatMap((place) => (place?.kind === "file" ? [place.path] : []))];
}

function placesOf(login: TransitSettings["login"]): (SecretPlace | undefined)[] {
  switch (login.method) {
    case "token":
      return [login.token];
    case "approle":
      return [login.roleId, login.secretId];
    case "userpass":
      return [login.password];
  }
}
