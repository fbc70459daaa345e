// sys/remount. A mount's data is found by its UUID, so a move is one write and is done when the answer comes; the status
// route exists because clients poll it.
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { jsonRecord } from "#contract/record.ts";
import type { Reply } from "#contract/reply.ts";
import { randomUuid } from "#crypto/random-text.ts";
import { storageKey } from "#storage/key-areas.ts";
import {
  type SystemReadCall,
  type SystemWriteCall,
  systemPath,
  systemReads,
  systemWrites,
} from "../system-path.ts";
import { demandFreeName, mountPath } from "./mount-names.ts";
import type { Mounts } from "./mounts.ts";

const MOVE = { from: text('The mount\'s path now. Example: "auth/old"'), to: text("Where it goes.") };
const STATUS = { id: text("What the move answered.") };

const QUEUED =
  "Mount move has been queued. Progress will be reported in Vault's server log, tagged with the returned migration_id";

interface Migration {
  source: string;
  target: string;
}

const migrationRecord = jsonRecord<Migration>("remount", 1);
const migrationKey = (namespace: string, id: string): string =>
  storageKey("core", namespace, `remount/${id}`);

export function remountPaths(mounts: Mounts): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "remount",
      fields: MOVE,
      access: "sudo",
      summary: "Move a mount to another path.",
      operations: { update: systemWrites((call: SystemWriteCall<typeof MOVE>) => remount(mounts, call)) },
    }),
    systemPath({
      pattern: "remount/status/:id",
      fields: STATUS,
      summary: "How a move is going.",
      operations: { read: systemReads((call: SystemReadCall<typeof STATUS>) => statusOf(call)) },
    }),
  ];
}

async function remount(mounts: Mounts, call: SystemWriteCall<typeof MOVE>): Promise<Reply> {
  const from = movable(call.fields.from);
  const to = movable(call.fields.to);
  const { namespace } = call.request;
  const entry = mounts.at(namespace, from);
  if (!entry) throw refuse(`no matching mount at "${from}"`);
  if (from.startsWith("auth/") !== to.startsWith("auth/")) {
    throw refuse(`cannot remount to destination ${to}`);
  }
  await mounts.move(call.transaction, namespace, entry, to);
  const id = randomUuid();
  call.transaction.write(migrationRecord, migrationKey(namespace, id), { source: from, target: to });
  return { data: { migration_id: id }, warnings: [QUEUED] };
}

function movable(given: string | undefined): string {
  if (!given) throw refuse("both 'from' and 'to' path must be specified as a string");
  const isAuth = given.replace(/^\/+/, "").startsWith("auth/");
  const path = mountPath(given.replace(/^\/*(auth\/)?/, ""));
  if (isAuth ? path === "token/" : false) throw refuse(`cannot remount "auth/${path}"`);
  if (!isAuth) demandFreeName(path, "remount");
  return isAuth ? `auth/${path}` : path;
}

function statusOf(call: SystemReadCall<typeof STATUS>): Reply | undefined {
  const id = call.fields.id ?? "";
  const migration = call.transaction.read(migrationRecord, migrationKey(call.request.namespace, id));
  if (!migration) return undefined;
  const info = { source_mount: migration.source, status: "success", target_mount: migration.target };
  return { data: { migration_id: id, migration_info: info } };
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
