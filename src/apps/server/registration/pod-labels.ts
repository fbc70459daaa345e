// The labels by which Services select pods, under the names that Vault's chart and dashboards know, and the JSON Patch
// (RFC 6902) that sets them.

export interface PodState {
  readonly isActive: boolean;
  readonly isSealed: boolean;
  readonly isInitialized: boolean;
}

export type PodLabels = Readonly<Record<string, string>>;

export interface PatchOperation {
  readonly op: "add";
  readonly path: string;
  readonly value: string | PodLabels;
}

/** @param version as clients see it */
export function podLabels({ isActive, isSealed, isInitialized }: PodState, version: string): PodLabels {
  return {
    "vault-active": String(isActive),
    "vault-initialized": String(isInitialized),
    "vault-perf-standby": "false",
    "vault-sealed": String(isSealed),
    "vault-version": labelValue(version),
  };
}

/** `add` puts a label there or replaces it; only into labels that exist, which a pod need not have. */
export function labelPatch(wanted: PodLabels, present: PodLabels | undefined): PatchOperation[] {
  if (present === undefined) return [{ op: "add", path: "/metadata/labels", value: wanted }];
  return Object.entries(wanted)
    .filter(([name, value]) => present[name] !== value)
    .map(([name, value]) => ({ op: "add", path: `/metadata/labels/${pointerPart(name)}`, value }));
}

/** What Kubernetes takes: up to 63 of these characters, the first and last a letter or digit. */
function labelValue(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_.-]/g, "_")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

/** RFC 6901 §3. */
function pointerPart(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
