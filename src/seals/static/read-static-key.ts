// One key of a `seal "static"` block: the text itself, `env://NAME` or `file://path`, as OpenBao writes them.
import { decodeBase64, decodeHex } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { SEAL_KEY_BYTES } from "../local-seal.ts";
import { SealSettingError } from "../seal-setting-error.ts";
import { type KeyFile, type KeySources, MAX_KEY_FILE_BYTES } from "./key-sources.ts";

const FILE = "file://";
const ENVIRONMENT = "env://";
const latin1 = new TextDecoder("latin1");

export interface StaticKeyText {
  setting: "current_key" | "previous_key";
  text: string;
}

/** @throws SealSettingError for what gives no 32 bytes, or only zeros */
export function readStaticKey(
  key: StaticKeyText,
  sources: KeySources,
  onWarning: (warning: string) => void,
): Secret {
  const bytes = find(key, sources, onWarning);
  if (bytes?.length !== SEAL_KEY_BYTES) {
    throw new SealSettingError(key.setting, `is not ${SEAL_KEY_BYTES} bytes in hexadecimal or base64`);
  }
  if (bytes.every((byte) => byte === 0)) throw new SealSettingError(key.setting, "is all zeros");
  return new Secret(bytes);
}

function find(
  { setting, text }: StaticKeyText,
  sources: KeySources,
  onWarning: (warning: string) => void,
): Uint8Array | undefined {
  if (text.startsWith(FILE)) return fromFile(setting, text.slice(FILE.length), { sources, onWarning });
  if (!text.startsWith(ENVIRONMENT)) return decodeKey(text);
  const name = text.slice(ENVIRONMENT.length);
  const value = sources.environment[name];
  if (!value) throw new SealSettingError(setting, `the environment variable ${name} is not set`);
  return decodeKey(value);
}

function fromFile(
  setting: string,
  path: string,
  { sources, onWarning }: { sources: KeySources; onWarning: (warning: string) => void },
): Uint8Array | undefined {
  const { bytes, readableByOthers } = readOrRefuse(setting, path, sources);
  if (readableByOthers) onWarning(`${setting}: every user of this machine may read ${path}`);
  if (bytes.length > MAX_KEY_FILE_BYTES) {
    throw new SealSettingError(setting, `${path} is longer than ${MAX_KEY_FILE_BYTES} bytes`);
  }
  const key = bytes.length === SEAL_KEY_BYTES ? bytes.slice() : decodeKey(latin1.decode(bytes));
  bytes.fill(0);
  return key;
}

function readOrRefuse(setting: string, path: string, sources: KeySources): KeyFile {
  try {
    return sources.readFile(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
    throw new SealSettingError(setting, `cannot read ${path} (${code})`);
  }
}

/** Editors and `echo` leave a line end behind: white space around the text is no part of it. */
function decodeKey(text: string): Uint8Array | undefined {
  const trimmed = text.trim();
  return trimmed.length === 2 * SEAL_KEY_BYTES ? decodeHex(trimmed) : decodeBase64(trimmed);
}
