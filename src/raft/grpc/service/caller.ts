// Who calls a service: put into the call's metadata by whoever accepted the connection, in place of anything the
// caller sent under that name.
import type { Metadata } from "@grpc/grpc-js";

const CALLER = "coffer-caller";

/** Known by the certificate of the connection. */
export interface Caller {
  /** Lower-case hexadecimal SHA-256 of the certificate. */
  readonly pin: string;
  /** The member's incarnation; `undefined` for a stranger. */
  readonly member: number | undefined;
}

export function setCaller(metadata: Metadata, { pin, member }: Caller): void {
  metadata.set(CALLER, `${pin}/${member ?? ""}`);
}

/** `undefined` when nobody vouched for the caller: never on a connection that was accepted properly. */
export function callerOf(metadata: Metadata): Caller | undefined {
  const found = /^([0-9a-f]{64})\/(\d*)$/.exec(String(metadata.get(CALLER)[0] ?? ""));
  if (found === null) return undefined;
  return { pin: found[1] ?? "", member: found[2] === "" ? undefined : Number(found[2]) };
}
