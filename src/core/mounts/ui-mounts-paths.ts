// sys/internal/ui/mounts: the mounts that a caller may reach, and the preflight that every kv command and template makes
// (vault-api.md §3.2). Needs no token; what is seen depends on it.
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { Acl } from "../acl.ts";
import type { MountEntry } from "../mount-entry.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { mountInfo, publicInfo } from "./mount-info.ts";
import { shownPath } from "./mount-paths.ts";
import type { Mounts } from "./mounts.ts";

const FIELDS = { path: text("A path whose mount is wanted.") };

export interface UiMountNeeds {
  /** The rules of a token that may be missing: these paths ask for none. @throws VaultError for one that is no good */
  aclOf(request: SystemReadCall["request"], nowMs: number): Acl | undefined;
  /** The mount that holds a path. */
  mountOf(namespace: string, path: string): MountEntry | undefined;
}

export function uiMountsPaths(mounts: Mounts, needs: UiMountNeeds): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "internal/ui/mounts",
      fields: {},
      access: "none",
      summary: "The mounts that the caller may reach.",
      operations: { read: systemReads((call) => visible(mounts, needs, call)) },
    }),
    systemPath({
      pattern: "internal/ui/mounts/:path*",
      fields: FIELDS,
      access: "none",
      summary: "The mount that holds a path.",
      operations: {
        read: systemReads((call: SystemReadCall<typeof FIELDS>) => preflight(mounts, needs, call)),
      },
    }),
  ];
}

async function visible(mounts: Mounts, needs: UiMountNeeds, call: SystemReadCall): Promise<Reply> {
  const acl = needs.aclOf(call.request, call.nowMs);
  const shown = async (kind: MountEntry["kind"]): Promise<JsonObject> => {
    const data: Record<string, JsonObject> = {};
    for (const entry of await mounts.list(call.transaction, call.request.namespace, kind)) {
      const info = infoFor(mounts, acl, entry);
      if (info) data[shownPath(entry)] = info;
    }
    return data;
  };
  return { data: { auth: await shown("auth"), secret: await shown("secret") } };
}

function infoFor(mounts: Mounts, acl: Acl | undefined, entry: MountEntry): JsonObject | undefined {
  if (acl?.mayReachBelow(entry.path)) return mountInfo(entry, mounts.isMountable(entry.kind, entry.type));
  return entry.config.listingVisibility === "unauth" ? publicInfo(entry) : undefined;
}

function preflight(mounts: Mounts, needs: UiMountNeeds, call: SystemReadCall<typeof FIELDS>): Reply {
  const acl = needs.aclOf(call.request, call.nowMs);
  if (!acl) throw new VaultError("permission_denied", "permission denied");
  const path = (call.fields.path ?? "").replace(/\/+$/, "");
  const entry = needs.mountOf(call.request.namespace, `${path}/`);
  if (!entry || !acl.mayReachBelow(entry.path)) {
    throw new VaultError(
      "permission_denied",
      `preflight capability check returned 403, please ensure client's policies grant access to path "${path}/"`,
    );
  }
  return { data: { ...mountInfo(entry, mounts.isMountable(entry.kind, entry.type)), path: entry.path } };
}
