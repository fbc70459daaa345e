// What was set where: every key that a configuration gives, by its path. A reload compares two of these; the
// sanitized view and the file checks look keys up.

import { sameBytes } from "#base/bytes.ts";
import type { HclPosition } from "#base/hcl/ast.ts";
import { Secret } from "#base/secret.ts";
import type { KeyRule } from "./key-table.ts";

export type SettingValue = string | number | boolean | Secret | readonly string[];

export interface Setting {
  /** Durations in milliseconds, sizes in bytes. */
  readonly value: SettingValue;
  readonly rule: KeyRule;
  readonly position: HclPosition;
  /** For messages: `listener.tcp.tls_key_file`. */
  readonly field: string;
}

/** By path, such as `listener[0].tls_key_file`. */
export type Settings = ReadonlyMap<string, Setting>;

export function sameSetting(a: SettingValue, b: SettingValue): boolean {
  if (a instanceof Secret || b instanceof Secret) {
    return a instanceof Secret && b instanceof Secret && sameBytes(a.reveal(), b.reveal());
  }
  return JSON.stringify(a) === JSON.stringify(b);
}
