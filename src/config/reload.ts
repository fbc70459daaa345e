// What a changed configuration means for a running server: which keys take effect now, which after a restart.
import { type Setting, type Settings, sameSetting } from "./reading/settings.ts";

export interface ReloadPlan {
  /** Paths of settings such as `log_level` or `listener[0].tls_cert_file`, in order. */
  readonly applied: readonly string[];
  readonly needsRestart: readonly string[];
}

export function planReload(before: Settings, after: Settings): ReloadPlan {
  const applied: string[] = [];
  const needsRestart: string[] = [];
  for (const path of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const was = before.get(path);
    const is = after.get(path);
    const rule = (is ?? was)?.rule;
    if (rule === undefined || rule.use !== "used" || isSame(was, is)) continue;
    if (rule.reloads === true) applied.push(path);
    else needsRestart.push(path);
  }
  return { applied, needsRestart };
}

function isSame(was: Setting | undefined, is: Setting | undefined): boolean {
  return was !== undefined && is !== undefined && sameSetting(was.value, is.value);
}
