// sys/audit-hash: the code that a device writes for a value, to find that value in its log.
import { VaultError } from "#base/vault-error.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemReadCall, systemPath, systemReads } from "../../system-path.ts";
import { hashedValuesOf } from "../active-device.ts";
import type { AuditBroker } from "../audit-broker.ts";
import { DEVICE_LIST_KEY, deviceKey, deviceListRecord, deviceRecord } from "../device-record.ts";

const HASH_FIELDS = {
  path: text("Path of the audit device."),
  input: secretText("What to hash."),
};
type HashCall = SystemReadCall<typeof HASH_FIELDS>;

export function hashPath(room: AuditBroker): AnyPath<unknown> {
  return systemPath({
    pattern: "audit-hash/:path*",
    summary: "The code that an audit device writes for a value.",
    fields: HASH_FIELDS,
    operations: {
      update: systemReads((call: HashCall) => ({ data: { hash: codeOf(room, call) } })),
    },
  });
}

function codeOf(room: AuditBroker, { fields, transaction }: HashCall): string {
  const { input = "", path = "" } = fields;
  if (input === "") throw new VaultError("invalid_request", 'the "input" parameter is empty');
  const whole = path.endsWith("/") ? path : `${path}/`;
  const isEnabled =
    room.declared.some((device) => device.path === whole) ||
    transaction.read(deviceListRecord, DEVICE_LIST_KEY)?.paths.includes(whole);
  const stored = isEnabled ? transaction.read(deviceRecord, deviceKey(whole)) : undefined;
  if (!stored) throw new VaultError("invalid_request", `unknown audit backend ${JSON.stringify(whole)}`);
  return hashedValuesOf(stored).hash(input);
}
