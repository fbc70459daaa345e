// The request that makes a mount.
import type { JsonObject } from "#client/json-text.ts";
import type { FlagValues } from "../flags/flag.ts";
import { configBody, type enableFlags, given, optionsBody } from "./mount-flags.ts";

export interface NewMount {
  readonly type: string;
  /** Clean, without slashes at its ends. */
  readonly path: string;
  readonly body: JsonObject;
}

export function newMount(
  type: string,
  flags: FlagValues<typeof enableFlags> & { readonly "token-type"?: string | undefined },
): NewMount {
  const plugin = flags["plugin-name"];
  const realType = type === "plugin" && plugin !== undefined ? plugin : type;
  return {
    type: realType,
    path: (flags.path ?? realType).trim().replace(/^\/+|\/+$/g, ""),
    body: {
      type: realType,
      description: flags.description ?? "",
      config: { ...configBody(flags), force_no_cache: flags["force-no-cache"] },
      local: flags.local,
      seal_wrap: flags["seal-wrap"],
      external_entropy_access: flags["external-entropy-access"],
      ...given({ options: optionsBody(flags), plugin_version: flags["plugin-version"] }),
    },
  };
}
