// auth/token/renew, renew-self and renew-accessor.
import { VaultError } from "#base/vault-error.ts";
import { seconds, secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import { type SystemWriteCall, systemPath, systemWrites } from "../system-path.ts";
import type { TokenEntry } from "../token-entry.ts";
import { badAccessor } from "./bad-accessor.ts";
import { denied } from "./denied.ts";
import type { TokenFinder } from "./token-finder.ts";
import type { TokenRenewal } from "./token-renewal.ts";

const increment = seconds("Time to live that is asked for. Default: the mount's, or the role's.");
const BY_ID = { token: secretText("Token to renew."), increment };
const BY_ACCESSOR = { accessor: text("Accessor of the token to renew."), increment };
type RenewById = SystemWriteCall<typeof BY_ID>;
type RenewByAccessor = SystemWriteCall<typeof BY_ACCESSOR>;

export interface RenewPathOptions {
  finder: TokenFinder;
  renewal: TokenRenewal;
}

export function renewPaths(room: RenewPathOptions): AnyPath<unknown>[] {
  return [
    systemPath({
      pattern: "renew",
      fields: BY_ID,
      summary: "Renew a token.",
      operations: { update: systemWrites((call: RenewById) => renewById(room, call)) },
    }),
    systemPath({
      pattern: "renew-self",
      fields: BY_ID,
      summary: "Renew the caller's own token.",
      operations: { update: systemWrites((call: RenewById) => renewSelf(room, call)) },
    }),
    systemPath({
      pattern: "renew-accessor",
      fields: BY_ACCESSOR,
      summary: "Renew the token that has this accessor.",
      operations: { update: systemWrites((call: RenewByAccessor) => renewByAccessor(room, call)) },
    }),
  ];
}

function renewById(room: RenewPathOptions, call: RenewById): Promise<undefined> {
  const id = call.fields.token;
  if (!id) throw refuse("missing token ID");
  return renew(room, call, id, room.finder.byId(call.transaction, call.request.namespace, id));
}

/** Its last use ends a token: there is nothing left to renew. */
function renewSelf(room: RenewPathOptions, call: RenewById): Promise<undefined> {
  if (!call.request.token) throw denied("no token");
  const id = new TextDecoder().decode(call.request.token.reveal());
  return renew(room, call, id, room.finder.byId(call.transaction, call.request.namespace, id));
}

function renewByAccessor(room: RenewPathOptions, call: RenewByAccessor): Promise<undefined> {
  const { accessor } = call.fields;
  if (!accessor) throw badAccessor("missing accessor");
  const entry = room.finder.byAccessor(call.transaction, call.request.namespace, accessor);
  if (!entry) throw badAccessor("invalid accessor");
  return renew(room, call, "", entry);
}

async function renew(
  { renewal }: RenewPathOptions,
  call: RenewById | RenewByAccessor,
  id: string,
  entry: TokenEntry | undefined,
): Promise<undefined> {
  if (!entry) throw refuse("token not found");
  const incrementSeconds = call.fields.increment ?? 0;
  const renewed = await renewal.renew(call as SystemWriteCall, { entry, id, incrementSeconds });
  if (renewed) call.mint(renewed);
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
