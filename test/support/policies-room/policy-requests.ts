// Requests to the policy paths as a client writes them, and the refusals they may meet.
import { type ErrorCode, VaultError } from "#base/vault-error.ts";
import type { Answered, PoliciesRoom } from "./policies-room.ts";

export const POLICY_TEXT = 'path "x" { capabilities = ["read"] }';

type Body = Record<string, unknown>;

export function write(room: PoliciesRoom, name: string, body: Body = {}): Promise<Answered> {
  return room.ask("update", `policies/acl/${name}`, { body: { policy: POLICY_TEXT, ...body } });
}

export function patch(room: PoliciesRoom, name: string, body: Body): Promise<Answered> {
  return room.ask("patch", `policies/acl/${name}`, { body });
}

/** The answer's data; undefined: nothing there. */
export async function read(room: PoliciesRoom, path: string): Promise<Body | undefined> {
  return (await room.ask("read", path)).reply?.data;
}

export async function list(room: PoliciesRoom, path: string): Promise<Body | undefined> {
  return (await room.ask("list", path)).reply?.data;
}

/** For `assert.rejects`. */
export function refusal(code: ErrorCode, message: RegExp | string): (error: unknown) => boolean {
  return (error) =>
    error instanceof VaultError &&
    error.code === code &&
    (typeof message === "string" ? error.message === message : message.test(error.message));
}

export function invalid(message: RegExp | string): (error: unknown) => boolean {
  return refusal("invalid_request", message);
}
