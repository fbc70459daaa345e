// One credential for the peer, from where the configuration says it is. Files are read at once and with a limit, as a
// path may name a device that never ends; the line end that editors leave behind is no part of it.
import { closeSync, openSync, readSync } from "node:fs";
import { Secret } from "#base/secret.ts";
import type { SecretPlace } from "./transit-settings.ts";

/** A token, a secret id or a password; batch tokens are the longest of them. */
export const MAX_CREDENTIAL_BYTES = 16 * 1024;

const SPACES: readonly number[] = [0x09, 0x0a, 0x0d, 0x20];

/** Why there is no credential. The message names the setting and the file, never what is in it. */
export class CredentialError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CredentialError";
  }
}

/** @param what names it in errors. @returns a copy, the caller's to wipe. @throws CredentialError */
export function readCredential(place: SecretPlace, what: string): Secret {
  if (place.kind === "value") return new Secret(place.secret.reveal().slice());
  const buffer = new Uint8Array(MAX_CREDENTIAL_BYTES + 1);
  try {
    const length = readInto(buffer, place.path, what);
    if (length > MAX_CREDENTIAL_BYTES) {
      throw new CredentialError(
        `the ${what} file ${place.path} is longer than ${MAX_CREDENTIAL_BYTES} bytes`,
      );
    }
    const content = trimmed(buffer.subarray(0, length));
    if (content.length === 0) throw new CredentialError(`the ${what} file ${place.path} is empty`);
    return new Secret(content.slice());
  } finally {
    buffer.fill(0);
  }
}

function readInto(buffer: Uint8Array, path: string, what: string): number {
  try {
    const file = openSync(path, "r");
    try {
      let length = 0;
      for (let count = -1; count !== 0 && length < buffer.length; length += count) {
        count = readSync(file, buffer, length, buffer.length - length, null);
      }
      return length;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    throw new CredentialError(`cannot read the ${what} file ${path} (${code})`);
  }
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && SPACES.includes(bytes[start] ?? 0)) start++;
  while (end > start && SPACES.includes(bytes[end - 1] ?? 0)) end--;
  return bytes.subarray(start, end);
}
