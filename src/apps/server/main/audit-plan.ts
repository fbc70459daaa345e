// What the configuration says of auditing, as threads are given it.
import type { ServerConfig } from "#config/server-config.ts";
import { declaredDevice } from "#core/audit/declared-device.ts";
import type { DeviceRequest } from "#core/audit/device-record.ts";

export interface AuditPlan {
  declared: readonly DeviceRequest[];
  /** Undefined: not said. */
  allowsApiCreation: boolean | undefined;
  allowsPrefix: boolean;
}

/** @throws Error that names the block and the rule that it breaks */
export function planAudit({ auditDevices, node }: Pick<ServerConfig, "auditDevices" | "node">): AuditPlan {
  const declared = auditDevices.map((block) => {
    try {
      return declaredDevice(block);
    } catch (error) {
      throw new Error(`audit "${block.type}" "${block.path}": ${(error as Error).message}`);
    }
  });
  return {
    declared,
    allowsApiCreation: node.allowsApiAuditCreation,
    allowsPrefix: node.allowsAuditLogPrefix,
  };
}
