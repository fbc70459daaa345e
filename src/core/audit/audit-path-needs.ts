import type { Random } from "#base/random.ts";

/** What the room's paths need, and what the configuration says of them. */
export interface AuditPathNeeds {
  random: Random;
  /** False: devices are enabled by the configuration file only (`unsafe_allow_api_audit_creation = false`). */
  allowsApiCreation?: boolean | undefined;
  /** False: no device that is enabled through the API has a prefix (`allow_audit_log_prefixing = false`). */
  allowsPrefix?: boolean | undefined;
}
