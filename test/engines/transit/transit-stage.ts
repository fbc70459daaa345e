// What the tests of transit have in common.
import { transitEngine } from "#engines/transit/transit-engine.ts";
import { aCore, type CoreOptions } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";

/** A core with transit at `transit/`. */
export function withTransit(more: CoreOptions = {}): Promise<TestCore> {
  return aCore({ engines: [transitEngine], mounts: [{ path: "transit/", type: "transit" }], ...more });
}

/** A core with one key, called `k`. */
export async function withKey(settings: object = {}, more: CoreOptions = {}): Promise<TestCore> {
  const core = await withTransit(more);
  await made(core, "k", settings);
  return core;
}

/** Makes a key and fails when that is refused. */
export async function made(core: TestCore, name: string, settings: object = {}): Promise<void> {
  const { status, errors } = await core.post(`transit/keys/${name}`, settings as never);
  if (status !== 200) throw new Error(`no key ${name}: ${errors.join()}`);
}

export const SYMMETRIC = ["aes128-gcm96", "aes256-gcm96", "chacha20-poly1305"];
export const CURVES = ["ecdsa-p256", "ecdsa-p384", "ecdsa-p521"];
export const RSA = ["rsa-2048", "rsa-3072", "rsa-4096"];
export const SIGNING = ["ed25519", ...CURVES, ...RSA];
export const ALL_TYPES = [...SYMMETRIC, ...SIGNING, "hmac"];

/** What a key of a type is made with. */
export function settingsFor(type: string): object {
  return type === "hmac" ? { type, key_size: 32 } : { type };
}

export function b64(text: string | Uint8Array): string {
  return Buffer.from(text).toString("base64");
}

export function plain(base64: string): string {
  return Buffer.from(base64, "base64").toString();
}

/** The bytes behind `vault:vN:`. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text.split(":")[2] ?? "", "base64");
}

export async function encrypted(core: TestCore, text: string, more: object = {}): Promise<string> {
  const { data, errors } = await core.post("transit/encrypt/k", { plaintext: b64(text), ...more });
  if (!data) throw new Error(errors.join());
  return data.ciphertext;
}

export async function decrypted(core: TestCore, ciphertext: string, more: object = {}): Promise<string> {
  const { data, errors } = await core.post("transit/decrypt/k", { ciphertext, ...more });
  return data ? plain(data.plaintext) : (errors[0] ?? "");
}
