import type { KeySettings } from "./key-settings.ts";

/** What is wrong with a key's bounds on versions. */
export function versionsProblem(
  latest: number,
  { minDecryption, minEncryption, minAvailable }: KeySettings,
): string | undefined {
  if (minDecryption < 0) return "min decryption version cannot be negative";
  if (minEncryption < 0) return "min encryption version cannot be negative";
  if (minDecryption > latest) {
    return `cannot set min decryption version of ${minDecryption}, latest key version is ${latest}`;
  }
  if (minEncryption > latest) {
    return `cannot set min encryption version of ${minEncryption}, latest key version is ${latest}`;
  }
  if (minEncryption > 0 && minEncryption < minDecryption) {
    return `cannot set min encryption/decryption values; min encryption version of ${minEncryption} must be greater than or equal to min decryption version of ${minDecryption}`;
  }
  return minDecryption < minAvailable
    ? "min decryption version should not be less than min available version"
    : undefined;
}
