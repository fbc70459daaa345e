// Keys that every seal block has.
import { ignored, type KeyTable, refused, used } from "../reading/key-table.ts";

export const SEAL_KEYS = {
  disabled: used("The seal that was: what it sealed is moved to the other one.", { standard: "false" }),
  name: ignored("a cluster has one seal"),
  priority: refused("one seal is in charge; there is no second one to fall back to yet"),
  purpose: ignored("a seal has one purpose here"),
} satisfies KeyTable;
