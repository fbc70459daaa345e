import { Secret } from "#base/secret.ts";
import type { Request } from "#contract/request.ts";
import type { AuditSubject } from "#core/audit-log.ts";
import type { MountEntry } from "#core/mount-entry.ts";
import type { TokenEntry } from "#core/token-entry.ts";
import { mountEntryOf } from "#test/core-harness/test-mount.ts";

export const SUBJECT_TOKEN = "hvs.CANARYCANARYCANARYCANARY";
export const SUBJECT_ACCESSOR = "CANARYACCESSOR0123456789";

const mount: MountEntry = { ...mountEntryOf({ path: "secret/", type: "kv" }), accessor: "kv_01234567" };

const token: TokenEntry = {
  name: "n",
  accessor: SUBJECT_ACCESSOR,
  policies: ["app", "default"],
  path: "auth/token/create",
  metadata: { user: "armon" },
  displayName: "token-app",
  usesLeft: 0,
  createdAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  creationTtlSeconds: 3600,
  expiresAtMs: 0,
  lastRenewalAtMs: 0,
  explicitMaxTtlSeconds: 0,
  periodSeconds: 0,
  renewable: true,
  boundCidrs: [],
  entityId: "",
  cubbyholeId: "c",
  namespace: "root",
  type: "service",
};

export interface SubjectParts {
  id?: string;
  operation?: Request["operation"];
  path?: string;
  parameters?: Request["parameters"];
  headers?: Readonly<Record<string, string>>;
  mount?: Partial<MountEntry>;
  token?: Partial<TokenEntry>;
  policies?: readonly string[];
  remainingUses?: number;
}

/** An authenticated read of `secret/data/app`, unless otherwise. */
export function aSubject(parts: SubjectParts = {}): AuditSubject {
  const headers = new Map(Object.entries(parts.headers ?? {}));
  return {
    request: {
      id: parts.id ?? "86330183-b359-4e5b-029b-18fd077a756e",
      operation: parts.operation ?? "read",
      path: parts.path ?? "secret/data/app",
      namespace: "root",
      parameters: parts.parameters ?? new Map(),
      token: Secret.ofText(SUBJECT_TOKEN),
      connection: { remoteAddress: "10.0.0.1", remotePort: 40_000 },
      headers: { get: (name) => headers.get(name), names: () => [...headers.keys()] },
    },
    operation: parts.operation ?? "read",
    mount: { ...mount, ...parts.mount },
    token: { ...token, ...parts.token },
    policies: parts.policies ?? ["app", "default"],
    remainingUses: parts.remainingUses,
  };
}

/** Nobody known asks for what nobody holds. */
export function aStrangersSubject(parts: SubjectParts = {}): AuditSubject {
  const subject = aSubject(parts);
  return { ...subject, mount: undefined, token: undefined, policies: [] };
}
