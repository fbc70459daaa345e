// Which token helper is in use: a program named in ~/.vault (or VAULT_CONFIG_PATH), else the file ~/.vault-token.
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import { setting } from "../setting.ts";
import type { Terminal } from "../terminal.ts";
import { TokenFile } from "./token-file.ts";
import type { TokenHelper } from "./token-helper.ts";

/** @throws CliError (exit 2) when the configuration file is wrong */
export async function openTokenHelper(terminal: Terminal): Promise<TokenHelper> {
  const { environment, homeDirectory } = terminal;
  const configPath = setting(environment, "CONFIG_PATH") ?? join(homeDirectory, ".vault");
  const program = await helperProgram(configPath);
  if (program !== undefined) {
    const { ExternalTokenHelper } = await import("./external-token-helper.ts");
    return new ExternalTokenHelper(program);
  }
  const path = setting(environment, "TOKEN_PATH") ?? join(homeDirectory, ".vault-token");
  return new TokenFile(path, (line) => terminal.err(`${line}\n`));
}

async function helperProgram(configPath: string): Promise<string | undefined> {
  const text = await readFile(configPath, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EISDIR" || error.code === "ENOTDIR") return undefined;
    throw new CliError(`failed to get token helper: ${configPath}: ${error.code ?? error.message}`, 2, error);
  });
  if (text === undefined || text.trim() === "") return undefined;
  const { readHelperConfig } = await import("./helper-config.ts");
  const helper = readHelperConfig(text, configPath);
  if (helper === undefined || helper === "") return undefined;
  return helper.startsWith("~/") ? join(homedir(), helper.slice(2)) : resolve(helper);
}
