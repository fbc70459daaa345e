// cubbyhole: a place that belongs to one token. Not even root reaches another's; it goes when the token goes, for which
// the token room clears `<cubbyhole id>/` (vault-api.md §4.10).
import { ByteReader } from "#base/byte-reader.ts";
import { ByteWriter } from "#base/byte-writer.ts";
import { VaultError } from "#base/vault-error.ts";
import { defineEngine } from "#contract/engine.ts";
import { text } from "#contract/fields/scalars.ts";
import { definePath, type ReadCall, reads, type WriteCall, writes } from "#contract/path.ts";
import { bytesCodec } from "#contract/record.ts";
import type { Reply } from "#contract/reply.ts";
import { dataOf, type Members, membersOf, readMembers, writeMembers } from "#kit/members.ts";

const pathFields = { path: text("Path of the secret.") };
type Call = ReadCall<typeof pathFields>;

export const cubbyholeRecord = bytesCodec<Members>("cubbyhole-value", 1, {
  encode(members) {
    const out = new ByteWriter();
    writeMembers(out, members);
    return out.finish();
  },
  decode: (content) => readMembers(new ByteReader(content)),
});

const ownPath = definePath<null>()({
  pattern: ":path*",
  fields: pathFields,
  takesAnyParameter: true,
  summary: "Secrets of this token alone.",
  exists: (_engine, call: Call) => call.storage.get(placeOf(call)) !== undefined,
  operations: {
    read: reads(readOwn, { summary: "Read a secret." }),
    update: writes(writeOwn, { summary: "Write a secret." }),
    delete: writes(deleteOwn, { summary: "Delete a secret." }),
    list: reads(listOwn, { summary: "List names below a path." }),
  },
});

export const cubbyholeEngine = defineEngine<null>({
  type: "cubbyhole",
  kind: "secret",
  isBuiltIn: true,
  paths: [ownPath],
  open: () => null,
});

/** @throws VaultError invalid_request for a token that has no cubbyhole */
function placeOf({ caller, fields }: Call): string {
  if (caller?.cubbyholeId !== undefined) return `${caller.cubbyholeId}/${fields.path ?? ""}`;
  const reason = "cubbyhole operations are only supported by 'service' type tokens";
  throw new VaultError("invalid_request", reason);
}

function readOwn(_engine: null, call: Call): Reply | undefined {
  const members = call.storage.read(cubbyholeRecord, placeOf(call));
  return members && { data: dataOf(members) };
}

function writeOwn(_engine: null, call: WriteCall<typeof pathFields>): undefined {
  const place = placeOf(call);
  if (call.fields.path === "") throw new VaultError("invalid_request", "missing path");
  const members = membersOf(call.request.parameters);
  if (members.size === 0) throw new VaultError("invalid_request", "missing data fields");
  call.storage.write(cubbyholeRecord, place, members);
  // A revocation that empties the cubbyhole depends on this guard: it can not miss a write on its way.
  call.storage.write(cubbyholeRecord, guardOf(place), new Map());
}

function guardOf(place: string): string {
  return place.slice(0, place.indexOf("/"));
}

function deleteOwn(_engine: null, call: WriteCall<typeof pathFields>): undefined {
  const place = placeOf(call);
  if (call.fields.path !== "") call.storage.delete(place);
}

async function listOwn(_engine: null, call: Call): Promise<Reply> {
  return { data: { keys: await call.storage.list(placeOf(call)) } };
}
