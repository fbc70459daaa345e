// Names of audit devices: they become parts of keys and of metrics' names, so they are plain.
import { VaultError } from "#base/vault-error.ts";

const MAX_LENGTH = 128;
const PLAIN = /^\w[\w.+-]*(?:\/\w[\w.+-]*)*\/$/;

/** With trailing slash. @throws VaultError invalid_request */
export function devicePath(path: string): string {
  const whole = path.endsWith("/") ? path : `${path}/`;
  if (whole.length > MAX_LENGTH) {
    throw new VaultError(
      "invalid_request",
      `the path of an audit device has at most ${MAX_LENGTH} characters`,
    );
  }
  if (PLAIN.test(whole)) return whole;
  throw new VaultError(
    "invalid_request",
    'the path of an audit device is made of letters, digits and "-", "_", "+", "."',
  );
}

/** Whether one path lies at or below the other. */
export function overlaps(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
