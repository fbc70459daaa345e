// sys/audit: what is enabled, enabling, disabling.
import { encodeBase64 } from "#base/bytes.ts";
import type { JsonObject } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise, orElse } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { textMap } from "#contract/fields/collections.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemWriteCall, systemPath, systemReads, systemWrites } from "../../system-path.ts";
import type { Transaction } from "../../transaction.ts";
import type { AuditBroker } from "../audit-broker.ts";
import type { AuditPathNeeds } from "../audit-path-needs.ts";
import {
  DEVICE_LIST_KEY,
  type DeviceRequest,
  deviceKey,
  deviceListRecord,
  deviceRecord,
  SALT_BYTES,
  type StoredDevice,
} from "../device-record.ts";
import { readDeviceSettings, unknownOptions } from "../device-settings.ts";
import { devicePath, overlaps } from "./device-path.ts";

/** Every request is written to each of them. */
const MAX_DEVICES = 16;

const DEVICE_FIELDS = {
  path: text("Path of the device."),
  type: text('Type of the device: "file" or "stdout".'),
  description: text("What the device is for."),
  options: textMap("Options of the device, by its type."),
  local: boolean("Accepted for Vault's sake: devices are the same on every node of a cluster."),
};

export function devicePaths(room: AuditBroker, needs: AuditPathNeeds): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "audit",
      summary: "List the enabled audit devices.",
      access: "sudo",
      fields: {},
      operations: { read: systemReads(({ transaction }) => ({ data: listing(room, transaction) })) },
    }),
    systemPath({
      pattern: "audit/:path*",
      summary: "Enable or disable an audit device.",
      access: "sudo",
      fields: DEVICE_FIELDS,
      operations: {
        update: systemWrites((call: SystemWriteCall<typeof DEVICE_FIELDS>) => enable(room, needs, call)),
        delete: systemWrites((call: SystemWriteCall<typeof DEVICE_FIELDS>) => disable(room, call)),
      },
    }),
  ];
}

function enabledPaths(transaction: Transaction): readonly string[] {
  return transaction.read(deviceListRecord, DEVICE_LIST_KEY)?.paths ?? [];
}

/** The salt is left out: with it, codes could be reversed by trying values. */
function listing(room: AuditBroker, transaction: Transaction): JsonObject {
  const devices = new Map<string, DeviceRequest>();
  for (const path of enabledPaths(transaction)) {
    const stored = transaction.read(deviceRecord, deviceKey(path));
    if (stored) devices.set(path, stored);
  }
  for (const declared of room.declared) devices.set(declared.path, declared);
  const shown = [...devices.values()].map(
    ({ path, type, description, options, local }) =>
      [path, { path, type, description, options, local }] as const,
  );
  return Object.fromEntries(shown.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function enable(
  room: AuditBroker,
  needs: AuditPathNeeds,
  { fields, transaction, request, warn }: SystemWriteCall<typeof DEVICE_FIELDS>,
): MaybePromise<undefined> {
  const { type = "", description = "", options = {}, local = false } = fields;
  const path = devicePath(fields.path ?? "");
  const paths = enabledPaths(transaction);
  demandAllowed(options, needs);
  demandRoom(path, paths, room.declared);
  const salt = encodeBase64(needs.random.bytes(SALT_BYTES));
  const device: StoredDevice = { path, type, description, options, local, salt };
  readDeviceSettings(device);
  for (const name of unknownOptions(options)) warn(`audit device option ${JSON.stringify(name)} is ignored`);
  return andThen(probe(room, device, request.id), () => {
    transaction.write(deviceRecord, deviceKey(path), device);
    transaction.write(deviceListRecord, DEVICE_LIST_KEY, { paths: [...paths, path] });
    return undefined;
  });
}

function demandAllowed(options: DeviceRequest["options"], needs: AuditPathNeeds): void {
  if (needs.allowsApiCreation === false) {
    throw new VaultError("permission_denied", "audit devices are enabled by the configuration file only");
  }
  if (needs.allowsPrefix === false && (options.prefix ?? "") !== "") {
    throw new VaultError(
      "invalid_request",
      'option "prefix" is refused unless allow_audit_log_prefixing is set',
    );
  }
}

function demandRoom(path: string, paths: readonly string[], declared: readonly DeviceRequest[]): void {
  const taken = [...paths, ...declared.map((device) => device.path)];
  if (taken.some((other) => overlaps(path, other))) {
    throw new VaultError("invalid_request", "path already in use");
  }
  if (taken.length >= MAX_DEVICES) {
    throw new VaultError("invalid_request", `at most ${MAX_DEVICES} audit devices can be enabled`);
  }
}

/** A device that can not take one entry now would refuse every request later. */
function probe(room: AuditBroker, device: StoredDevice, requestId: string): MaybePromise<void> {
  return orElse(
    () => room.probe(device, requestId),
    (error) => {
      if (error instanceof VaultError) throw error;
      const errno = error instanceof Error && "code" in error ? String(error.code) : undefined;
      const reason = errno ?? (error instanceof Error ? error.message : "unknown");
      throw new VaultError("invalid_request", `audit backend failed test message: ${reason}`, {
        cause: error,
      });
    },
  );
}

function disable(
  room: AuditBroker,
  { fields, transaction }: SystemWriteCall<typeof DEVICE_FIELDS>,
): undefined {
  const path = devicePath(fields.path ?? "");
  if (room.declared.some((device) => device.path === path)) {
    throw new VaultError("invalid_request", "cannot disable configuration-managed audit device");
  }
  const paths = enabledPaths(transaction);
  if (!paths.includes(path)) return;
  transaction.delete(deviceKey(path));
  transaction.write(deviceListRecord, DEVICE_LIST_KEY, { paths: paths.filter((other) => other !== path) });
}
