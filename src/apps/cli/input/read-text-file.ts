// A file of text that an argument names; `-` is standard input.
import { readFile } from "node:fs/promises";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal.ts";

const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** @throws CliError (exit 2, as Vault's) that names the file */
export async function readTextFile(terminal: Terminal, path: string, what: string): Promise<string> {
  const bytes = path === "-" ? await terminal.readInput(MAX_TEXT_BYTES) : await bytesOf(path, what);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CliError(`Error reading ${what}: ${path} is not UTF-8 text`, 2, error);
  }
}

async function bytesOf(path: string, what: string): Promise<Uint8Array> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === "ENOENT" ? "no such file or directory" : (error.code ?? error.message);
    throw new CliError(`Error opening ${what}: open ${path}: ${reason}`, 2, error);
  });
}
