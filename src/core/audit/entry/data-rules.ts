import type { ValueText } from "./value-text.ts";

/** How data is written down: by the device, but for what its mount exempts. */
export interface DataRules {
  values: ValueText;
  /** `audit_non_hmac_request_keys` or `…_response_keys` of the mount. */
  clearKeys: ReadonlySet<string>;
}
