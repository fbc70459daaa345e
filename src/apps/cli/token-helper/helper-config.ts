// ~/.vault: an HCL file with one setting, token_helper.
import { HclError } from "#base/hcl/hcl-error.ts";
import { HclReader } from "#base/hcl/hcl-reader.ts";
import { parseHcl } from "#base/hcl/parse-hcl.ts";
import { CliError } from "../cli-error.ts";

/** @throws CliError (exit 2) for anything else than that setting: another program's file may lie there */
export function readHelperConfig(text: string, path: string): string | undefined {
  try {
    const reader = new HclReader(parseHcl(text, { source: path }));
    const helper = reader.text("token_helper");
    const [unread] = reader.unread();
    if (unread !== undefined)
      throw new HclError("value", unread.keys[0].position, `invalid key "${unread.keys[0].name}"`);
    return helper;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      `failed to get token helper: error parsing config file at "${path}": ${reason}; ensure that the file is valid: other programs are known to use the same name`,
      2,
      error,
    );
  }
}
