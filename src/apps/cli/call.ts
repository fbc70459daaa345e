// One run of a command: its flags and arguments, the terminal, and the client when it wants one.
import type { VaultClient } from "#client/vault-client.ts";
import { CliError } from "./cli-error.ts";
import type { FlagSet, FlagValues } from "./flags/flag.ts";
import type { SharedFlags } from "./flags/shared-flags.ts";
import { setting } from "./setting.ts";
import type { Terminal } from "./terminal.ts";

export type OutputFormat = "table" | "json" | "yaml" | "pretty" | "raw";

export interface CallParts<F extends FlagSet> {
  readonly program: string;
  readonly terminal: Terminal;
  readonly flags: FlagValues<F>;
  readonly shared: SharedFlags;
  readonly args: readonly string[];
  /** Flags that were given, by name. */
  readonly given: ReadonlySet<string>;
}

const FORMATS: Readonly<Record<string, OutputFormat>> = {
  table: "table",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
  pretty: "pretty",
  raw: "raw",
};

export class Call<F extends FlagSet> {
  readonly program: string;
  readonly terminal: Terminal;
  readonly flags: FlagValues<F>;
  readonly shared: SharedFlags;
  readonly args: readonly string[];
  readonly given: ReadonlySet<string>;
  #client: Promise<VaultClient> | undefined;
  #preflightClient: Promise<VaultClient> | undefined;

  constructor(parts: CallParts<F>) {
    this.program = parts.program;
    this.terminal = parts.terminal;
    this.flags = parts.flags;
    this.shared = parts.shared;
    this.args = parts.args;
    this.given = parts.given;
  }

  /** An argument that the command's `least` promises. */
  argument(index: number): string {
    return this.args[index] ?? "";
  }

  /** @throws CliError for a format nobody knows */
  get format(): OutputFormat {
    const text = this.shared.format ?? setting(this.terminal.environment, "FORMAT") ?? "table";
    const format = FORMATS[text.toLowerCase()];
    if (format === undefined)
      throw new CliError(`Invalid output format: ${text} (table, json, yaml, pretty or raw)`);
    return format;
  }

  get field(): string | undefined {
    return this.shared.field === "" ? undefined : this.shared.field;
  }

  /** One line to stdout. */
  say(line: string): void {
    this.terminal.out(`${line}\n`);
  }

  /** One line to stderr. */
  warn(line: string): void {
    this.terminal.err(`${line}\n`);
  }

  /** The same client at every call. @throws CliError when settings, files or the token helper are wrong */
  client(): Promise<VaultClient> {
    this.#client ??= import("./open-client.ts").then(({ openClient }) =>
      openClient(this.terminal, this.shared),
    );
    return this.#client;
  }

  /** For paths that need no token: a token helper that fails must not keep anyone from seeing the status. */
  clientWithoutToken(): Promise<VaultClient> {
    this.#client ??= import("./open-client.ts").then(({ openClient }) =>
      openClient(this.terminal, this.shared, "without token"),
    );
    return this.#client;
  }

  /** For questions that decide which request to make: asked even when that request is only shown. */
  preflightClient(token: "with token" | "without token" = "with token"): Promise<VaultClient> {
    if (!this.shared["output-curl-string"] && !this.shared["output-policy"]) {
      return token === "with token" ? this.client() : this.clientWithoutToken();
    }
    const shared = { ...this.shared, "output-curl-string": false, "output-policy": false };
    this.#preflightClient ??= import("./open-client.ts").then(({ openClient }) =>
      openClient(this.terminal, shared, token),
    );
    return this.#preflightClient;
  }

  /** Whether requests carry a token, for the advice in error messages. */
  async hasToken(): Promise<boolean> {
    return (await this.#client)?.hasToken ?? false;
  }

  async close(): Promise<void> {
    for (const opened of [this.#client, this.#preflightClient]) {
      // A client that could not be made was reported to the command.
      const client = await opened?.catch(() => undefined);
      client?.close();
    }
  }
}
