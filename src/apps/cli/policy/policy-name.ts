// Policies have names in lower case; a name given otherwise is said to be changed.
import type { Call } from "../call.ts";
import type { FlagSet } from "../flags/flag.ts";

export function policyName(call: Call<FlagSet>): string {
  const given = call.argument(0).trim();
  const name = given.toLowerCase();
  if (name !== given) call.warn(`Policy name was converted from "${given}" to "${name}"`);
  return name;
}
