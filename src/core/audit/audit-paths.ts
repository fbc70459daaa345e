import type { AnyPath } from "#contract/path.ts";
import type { AuditBroker } from "./audit-broker.ts";
import type { AuditPathNeeds } from "./audit-path-needs.ts";
import { devicePaths } from "./paths/device-paths.ts";
import { hashPath } from "./paths/hash-path.ts";
import { headerPaths } from "./paths/header-paths.ts";

/** The room's paths below `sys/`. */
export function auditPaths(room: AuditBroker, needs: AuditPathNeeds): AnyPath<unknown>[] {
  return [...devicePaths(room, needs), hashPath(room), ...headerPaths()];
}
