// Settings of a mount as flags: what enable takes, and what tune may change.
import type { Json, JsonObject } from "#client/json-text.ts";
import { durationFlag, integerFlag, pairsFlag, switchFlag, textFlag, textsFlag } from "../flags/flag.ts";

export const configFlags = {
  "allowed-response-headers": textsFlag(
    "Response header that the mount may set. May be given several times.",
  ),
  "audit-non-hmac-request-keys": textsFlag(
    "Request key that audit devices write in clear. May be given several times.",
  ),
  "audit-non-hmac-response-keys": textsFlag(
    "Response key that audit devices write in clear. May be given several times.",
  ),
  "default-lease-ttl": durationFlag(
    "Lifetime of leases and tokens that ask for none. The default is the system's.",
  ),
  description: textFlag("What the mount is for."),
  "listing-visibility": textFlag(
    "unauth shows the mount to people who have not logged in yet; hidden does not.",
    { choices: ["unauth", "hidden"] },
  ),
  "max-lease-ttl": durationFlag("Longest lifetime of leases and tokens. The default is the system's."),
  options: pairsFlag("Option of the mount's type. May be given several times."),
  "passthrough-request-headers": textsFlag(
    "Request header that the mount may see. May be given several times.",
  ),
  "plugin-version": textFlag("Version of the plugin to run."),
  version: integerFlag("Version of the engine to run, for types that have several."),
};

export const enableFlags = {
  ...configFlags,
  "external-entropy-access": switchFlag("Let the mount use the server's external source of randomness."),
  "force-no-cache": switchFlag("Turn caching off for this mount."),
  local: switchFlag("The mount belongs to this cluster only and is not replicated to others."),
  path: textFlag("Where the mount will be. The default is its type."),
  "plugin-name": textFlag("Name of the plugin in the catalog, when the type is plugin."),
  "seal-wrap": switchFlag("Wrap critical values with the seal as well."),
};

export const tokenTypeFlag = {
  "token-type": textFlag("Which tokens logins give: default-service, default-batch, service or batch.", {
    choices: ["default-service", "default-batch", "service", "batch"],
  }),
};

type ConfigValues = { readonly [Name in keyof typeof configFlags]: (typeof configFlags)[Name]["absent"] } & {
  readonly "token-type"?: string | undefined;
};

/** The members that were given, by the API's names; `description`, `options` and versions are elsewhere. */
export function configBody(flags: ConfigValues): JsonObject {
  return given({
    default_lease_ttl: flags["default-lease-ttl"],
    max_lease_ttl: flags["max-lease-ttl"],
    listing_visibility: flags["listing-visibility"],
    token_type: flags["token-type"],
    allowed_response_headers: list(flags["allowed-response-headers"]),
    audit_non_hmac_request_keys: list(flags["audit-non-hmac-request-keys"]),
    audit_non_hmac_response_keys: list(flags["audit-non-hmac-response-keys"]),
    passthrough_request_headers: list(flags["passthrough-request-headers"]),
    plugin_version: flags["plugin-version"],
  });
}

/** `undefined` when neither options nor a version were given. */
export function optionsBody(flags: ConfigValues): JsonObject | undefined {
  const options =
    flags.version === undefined ? flags.options : { ...flags.options, version: String(flags.version) };
  return Object.keys(options).length === 0 ? undefined : options;
}

export function given(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const present = Object.entries(members).filter(
    (member): member is [string, Json] => member[1] !== undefined,
  );
  return Object.fromEntries(present);
}

/** One empty text clears the list. */
function list(texts: readonly string[]): readonly string[] | undefined {
  if (texts.length === 0) return undefined;
  return texts.length === 1 && texts[0] === "" ? [] : texts;
}
