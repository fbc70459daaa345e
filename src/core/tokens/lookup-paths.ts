// auth/token/lookup, lookup-self, lookup-accessor and accessors.
import { VaultError } from "#base/vault-error.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { badAccessor } from "./bad-accessor.ts";
import { denied } from "./denied.ts";
import { lookupAnswer } from "./lookup-answer.ts";
import type { TokenFinder } from "./token-finder.ts";
import { accessorKey, accessorRecord } from "./token-records.ts";

const TOKEN_FIELDS = { token: secretText("Token to look up. Default: the caller's.") };
const ACCESSOR_FIELDS = { accessor: text("Accessor of the token to look up.") };
const PAGE = 1000;

export function lookupPaths(finder: TokenFinder): AnyPath<unknown>[] {
  const byToken = systemReads((call: SystemReadCall<typeof TOKEN_FIELDS>) => lookUp(finder, call));
  const self = systemReads(lookUpSelf);
  return [
    systemPath({
      pattern: "lookup",
      fields: TOKEN_FIELDS,
      summary: "Look at a token.",
      operations: { read: byToken, update: byToken },
    }),
    systemPath({
      pattern: "lookup-self",
      fields: TOKEN_FIELDS,
      summary: "Look at the caller's own token.",
      operations: { read: self, update: self },
    }),
    systemPath({
      pattern: "lookup-accessor",
      fields: ACCESSOR_FIELDS,
      summary: "Look at the token that has this accessor.",
      operations: {
        update: systemReads((call: SystemReadCall<typeof ACCESSOR_FIELDS>) => lookUpByAccessor(finder, call)),
      },
    }),
    systemPath({
      pattern: "accessors",
      fields: {},
      access: "sudo",
      summary: "List the accessors of all tokens.",
      operations: { list: systemReads(listAccessors) },
    }),
  ];
}

function lookUp(finder: TokenFinder, call: SystemReadCall<typeof TOKEN_FIELDS>): Reply {
  const id = call.fields.token;
  if (!id) return lookUpSelf(call);
  const entry = finder.byId(call.transaction, call.request.namespace, id);
  if (!entry) throw new VaultError("permission_denied", "bad token");
  return { data: lookupAnswer(entry, id, call.nowMs) };
}

function lookUpSelf(call: SystemReadCall): Reply {
  const { token, request } = call;
  if (!token || !request.token) throw denied("no token");
  return { data: lookupAnswer(token, new TextDecoder().decode(request.token.reveal()), call.nowMs) };
}

function lookUpByAccessor(finder: TokenFinder, call: SystemReadCall<typeof ACCESSOR_FIELDS>): Reply {
  const { accessor } = call.fields;
  if (!accessor) throw badAccessor("missing accessor");
  const entry = finder.byAccessor(call.transaction, call.request.namespace, accessor);
  if (!entry) throw badAccessor("invalid accessor");
  return { data: lookupAnswer(entry, "", call.nowMs) };
}

async function listAccessors(call: SystemReadCall): Promise<Reply> {
  const prefix = accessorKey(call.request.namespace, "");
  const keys: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await call.transaction.children(prefix, {
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    for (const name of page) {
      const index = call.transaction.peek(accessorRecord, prefix + name);
      if (index) keys.push(index.accessor);
    }
    after = page.at(-1);
    if (page.length < PAGE) return { data: { keys } };
  }
}
