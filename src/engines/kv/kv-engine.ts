// kv: one type of engine, two interfaces. The mount's option `version` says which; absent is 1.
import { defineEngine, type MountOptions } from "#contract/engine.ts";
import type { OptionsChange } from "#contract/options-change.ts";
import { upgrade } from "./upgrade.ts";
import { kvV1 } from "./v1/kv-v1.ts";
import { kvV2 } from "./v2/kv-v2.ts";

export const kvEngine = defineEngine({
  ...kvV1,
  forOptions: (options) => (versionOf(options) === 2 ? kvV2 : kvV1),
  checkOptions: ({ version }) =>
    version === undefined || version === "1" || version === "2"
      ? undefined
      : 'the option "version" of a kv mount is "1" or "2"',
  changeOptions,
  upgrade,
});

function versionOf({ version }: MountOptions): number {
  return version === "2" ? 2 : 1;
}

function changeOptions(before: MountOptions, after: MountOptions): OptionsChange {
  const [from, to] = [versionOf(before), versionOf(after)];
  if (from === to) return { kind: "nothing" };
  if (to < from) return { kind: "refused", reason: "cannot downgrade mount from version 2" };
  return {
    kind: "upgrade",
    warning:
      "Upgrading mount from version 1 to version 2. This mount will be unavailable for a brief period and will resume service shortly.",
  };
}
