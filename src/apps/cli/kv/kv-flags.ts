// Flags that the kv commands share.
import { textFlag, textsFlag } from "../flags/flag.ts";

export const mountFlag = {
  mount: textFlag(
    "Path of the engine. The argument is then the secret's path within it. Without this flag the argument begins with the engine's path.",
  ),
};

export const versionsFlag = {
  versions: textsFlag("The versions meant, separated by commas. May be given several times."),
};

/** `-versions=1,2 -versions=3` → 1, 2, 3. */
export function versionNumbers(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => text.split(","))
    .map((text) => text.trim())
    .filter((text) => text !== "");
}
