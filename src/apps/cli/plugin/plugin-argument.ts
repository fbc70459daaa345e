// TYPE NAME, as the plugin commands take them.
import type { Call } from "../call.ts";
import { CliError } from "../cli-error.ts";
import type { FlagSet } from "../flags/flag.ts";

export const PLUGIN_TYPES: readonly string[] = ["auth", "database", "secret"];

/** @throws CliError (exit 2, as Vault's) for another type */
export function pluginType(text: string): string {
  const type = text.trim();
  if (!PLUGIN_TYPES.includes(type))
    throw new CliError(`"${type}" is not a supported plugin type: auth, database or secret`, 2);
  return type;
}

export function catalogPath(call: Call<FlagSet>): string {
  return `sys/plugins/catalog/${pluginType(call.argument(0))}/${call.argument(1).trim()}`;
}
