// JSON Merge Patch (RFC 7396) on values that `parseKeepingNumbers` made: numbers that no double can hold survive.

/** A parsed JSON object. */
export type JsonMembers = { readonly [name: string]: unknown };

const isRawNumber = (JSON as unknown as { isRawJSON(value: unknown): boolean }).isRawJSON;

/** A JSON object, and neither a list nor a number that is kept as text. */
export function isMembers(value: unknown): value is JsonMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** `target` with `patch` applied: null removes, objects merge, everything else replaces. Changes neither. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMembers(patch)) return patch;
  // No prototype: a member may be called `__proto__`.
  const merged: Record<string, unknown> = Object.create(null);
  if (isMembers(target)) for (const name of Object.keys(target)) merged[name] = target[name];
  for (const name of Object.keys(patch)) {
    if (patch[name] === null) delete merged[name];
    else merged[name] = mergePatch(merged[name], patch[name]);
  }
  return merged;
}
