// kv version 1: the body of a write is the secret, whole, and there is one of it at each path (vault-api.md §1.9).
import { parseDurationSeconds } from "#base/duration.ts";
import { VaultError } from "#base/vault-error.ts";
import { defineEngine } from "#contract/engine.ts";
import { text } from "#contract/fields/scalars.ts";
import type { MountContext } from "#contract/mount-context.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { dataOf, type Members, membersOf } from "#kit/members.ts";
import { valueKey, valueRecord } from "./value-record.ts";

interface KvV1 {
  defaultLeaseSeconds: number;
}

const pathFields = { path: text("Path of the secret.") };
type Call = ReadCall<typeof pathFields>;

const secretPath = definePath<KvV1>()({
  pattern: ":path*",
  fields: pathFields,
  takesAnyParameter: true,
  summary: "Secrets by path.",
  description: "What is written is given back as it came. A member `ttl` sets the answer's lease duration.",
  exists: (_engine, call: Call) => call.storage.get(valueKey(call.fields.path ?? "")) !== undefined,
  operations: {
    read: reads(readValue, { summary: "Read a secret." }),
    update: writes(writeValue, { summary: "Write a secret." }),
    delete: writes(deleteValue, { summary: "Delete a secret." }),
    list: reads(listValues, { summary: "List names below a path." }),
  },
});

/** Serves mounts with the option `version` absent or 1. */
export const kvV1 = defineEngine<KvV1>({
  type: "kv",
  kind: "secret",
  paths: [secretPath],
  open: ({ limits }: MountContext) => ({ defaultLeaseSeconds: limits.defaultTtlSeconds }),
});

function readValue(engine: KvV1, { storage, fields }: Call): Reply | undefined {
  const value = storage.read(valueRecord, valueKey(fields.path ?? ""));
  if (!value) return undefined;
  const leaseDurationSeconds = value.leaseSeconds ?? engine.defaultLeaseSeconds;
  return { data: dataOf(value.members), leaseDurationSeconds };
}

function writeValue(_engine: KvV1, { storage, fields, request }: WriteCall<typeof pathFields>): undefined {
  const path = fields.path ?? "";
  if (path === "") throw new VaultError("invalid_request", "missing path");
  const members = membersOf(request.parameters);
  if (members.size === 0) throw new VaultError("invalid_request", "missing data fields");
  storage.write(valueRecord, valueKey(path), { leaseSeconds: leaseSecondsOf(members), members });
}

function deleteValue(_engine: KvV1, { storage, fields }: WriteCall<typeof pathFields>): undefined {
  if (fields.path !== "") storage.delete(valueKey(fields.path ?? ""));
}

async function listValues(_engine: KvV1, { storage, fields }: Call): Promise<Reply> {
  return { data: { keys: await storage.list(valueKey(fields.path ?? "")) } };
}

/** What is no duration is data like any other. */
function leaseSecondsOf(members: Members): number | undefined {
  const value = (members.get("ttl") ?? members.get("lease"))?.parse();
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const seconds = parseDurationSeconds(value);
  return typeof seconds === "number" && value !== "" ? seconds : undefined;
}
