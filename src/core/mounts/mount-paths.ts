// sys/mounts and sys/auth: the same handlers for secrets engines and auth methods; texts as Vault's, since Terraform
// recognises a vanished mount by them (vault-api.md §3.4).
import type { JsonObject } from "#base/json/raw-json.ts";
import type { MaybePromise } from "#base/maybe-promise.ts";
import { VaultError } from "#base/vault-error.ts";
import { object, textMap } from "#contract/fields/collections.ts";
import { boolean, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { DEFAULT_MOUNT_CONFIG, type MountEntry } from "../mount-entry.ts";
import {
  type SystemReadCall,
  type SystemWriteCall,
  systemPath,
  systemReads,
  systemWrites,
} from "../system-path.ts";
import { mountInfo } from "./mount-info.ts";
import { demandFreeName, mountPath } from "./mount-names.ts";
import type { MountRemoval } from "./mount-removal.ts";
import { withSettings } from "./mount-settings.ts";
import type { MountUpgrade } from "./mount-upgrade.ts";
import type { Mounts } from "./mounts.ts";
import { readTuning, tunedPath, writeTuning } from "./tune-paths.ts";

type Kind = MountEntry["kind"];

const FIELDS = {
  path: text('Where to mount. Example: "aws/east"'),
  type: text('The type of the engine. Example: "kv"'),
  description: text("For people."),
  config: object("Settings of this mount."),
  options: textMap("The engine's own options. Example: version=2"),
  local: boolean("Not replicated to other clusters."),
  seal_wrap: boolean("Accepted for compatibility: everything is encrypted by the barrier."),
  external_entropy_access: boolean("Accepted for compatibility."),
  plugin_name: text("Accepted for compatibility: the same as type."),
  plugin_version: text("Accepted for compatibility: engines are built in."),
};
type EnableCall = SystemWriteCall<typeof FIELDS>;

export interface MountPathOptions {
  mounts: Mounts;
  removal: MountRemoval;
  upgrade: MountUpgrade;
}

export function mountPaths(room: MountPathOptions): AnyPath<unknown>[] {
  return [...pathsOf("secret", room), ...pathsOf("auth", room)];
}

function pathsOf(kind: Kind, room: MountPathOptions): AnyPath<unknown>[] {
  const { mounts } = room;
  const route = kind === "auth" ? "auth" : "mounts";
  const access = kind === "auth" ? "sudo" : "token";
  return [
    systemPath({
      pattern: route,
      fields: {},
      summary: kind === "auth" ? "List the auth methods." : "List the secrets engines.",
      operations: { read: systemReads(async (call) => listing(mounts, kind, call)) },
    }),
    systemPath({
      pattern: `${route}/:path*`,
      fields: FIELDS,
      access,
      summary: "Mount, look at or remove.",
      operations: {
        read: systemReads((call: SystemReadCall<typeof FIELDS>) => look(mounts, kind, call)),
        update: systemWrites((call: EnableCall) => write(room, kind, call)),
        delete: systemWrites((call: EnableCall) => disable(room, kind, call)),
      },
    }),
  ];
}

async function listing(
  mounts: Mounts,
  kind: Kind,
  call: { transaction: SystemWriteCall["transaction"]; request: { namespace: string } },
): Promise<Reply> {
  const data: Record<string, JsonObject> = {};
  for (const entry of await mounts.list(call.transaction, call.request.namespace, kind)) {
    data[shownPath(entry)] = mountInfo(entry, mounts.isMountable(kind, entry.type));
  }
  return { data };
}

/** Auth mounts are shown without their `auth/`. */
export function shownPath(entry: MountEntry): string {
  return entry.kind === "auth" ? entry.path.slice("auth/".length) : entry.path;
}

function storedPath(kind: Kind, path: string): string {
  return kind === "auth" ? `auth/${path}` : path;
}

function look(mounts: Mounts, kind: Kind, call: SystemReadCall<typeof FIELDS>): Reply {
  const tuned = tunedPath(call.fields.path ?? "");
  if (tuned !== undefined) return readTuning(mounts, call, storedPath(kind, tuned));
  const path = `${(call.fields.path ?? "").replace(/\/+$/, "")}/`;
  const entry = mounts.at(call.request.namespace, storedPath(kind, path));
  if (entry?.kind === kind) return { data: mountInfo(entry, mounts.isMountable(kind, entry.type)) };
  const what = kind === "auth" ? "No auth engine at" : "No secret engine mount at";
  throw new VaultError("invalid_request", `${what} ${path}`);
}

function write(room: MountPathOptions, kind: Kind, call: EnableCall): MaybePromise<Reply | undefined> {
  const tuned = tunedPath(call.fields.path ?? "");
  return tuned === undefined
    ? enable(room.mounts, kind, call)
    : writeTuning(room, call, storedPath(kind, tuned));
}

async function enable(mounts: Mounts, kind: Kind, call: EnableCall): Promise<undefined> {
  const { fields, transaction, request } = call;
  const path = mountPath(fields.path ?? "");
  if (kind === "secret") demandFreeName(path, "mount");
  const { type, options } = wantedType(kind, fields);
  demandMountable(mounts, kind, type);
  const problem = mounts.optionsProblem(kind, type, options ?? {});
  if (problem !== undefined) throw refuse(problem);
  await mounts.add(transaction, request.namespace, {
    path: storedPath(kind, path),
    kind,
    type,
    options: options ?? (kind === "auth" || type === "kv" ? {} : null),
    config: withSettings(DEFAULT_MOUNT_CONFIG, fields.config ?? {}),
    ...(fields.description !== undefined && { description: fields.description }),
    ...(fields.local !== undefined && { local: fields.local }),
    ...(fields.seal_wrap !== undefined && { sealWrap: fields.seal_wrap }),
    ...(fields.external_entropy_access !== undefined && {
      externalEntropyAccess: fields.external_entropy_access,
    }),
  });
  return undefined;
}

/** `kv-v2` is kv with an option; `plugin` names its type elsewhere. */
function wantedType(
  kind: Kind,
  fields: EnableCall["fields"],
): { type: string; options: Readonly<Record<string, string>> | undefined } {
  const named = fields.type === "plugin" ? fields.plugin_name : fields.type;
  if (!named) throw refuse("backend type must be specified as a string");
  const versioned = kind === "secret" && /^kv-v([12])$/.exec(named);
  if (!versioned) return { type: named === "generic" ? "kv" : named, options: fields.options };
  return { type: "kv", options: { ...fields.options, version: versioned[1] ?? "1" } };
}

function demandMountable(mounts: Mounts, kind: Kind, type: string): void {
  if (mounts.isMountable(kind, type)) return;
  if (kind === "auth" && type === "token") throw refuse("token credential backend cannot be instantiated");
  if (["system", "cubbyhole", "identity"].includes(type))
    throw refuse(`mount type of "${type}" is not mountable`);
  throw refuse(`plugin not found in the catalog: ${type}`);
}

function disable({ mounts, removal }: MountPathOptions, kind: Kind, call: EnableCall): undefined {
  const path = mountPath(call.fields.path ?? "");
  if (kind === "secret") demandFreeName(path, "unmount");
  if (kind === "auth" && path === "token/") throw refuse("token credential backend cannot be disabled");
  const entry = mounts.at(call.request.namespace, storedPath(kind, path));
  if (!entry) return undefined;
  const job = removal.begin(call.transaction, call.request.namespace, entry);
  call.afterCommit(async () => {
    await removal.finished(job);
    return undefined;
  });
  return undefined;
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
