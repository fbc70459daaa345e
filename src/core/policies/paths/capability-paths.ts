// sys/capabilities, -self and -accessor: what a token may do on given paths (vault-api.md §1.5).
import type { JsonObject, JsonValue } from "#base/json/raw-json.ts";
import { andThen, type MaybePromise } from "#base/maybe-promise.ts";
import { Secret } from "#base/secret.ts";
import { VaultError } from "#base/vault-error.ts";
import { textList } from "#contract/fields/collections.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { Acl } from "../../acl.ts";
import { systemPath, systemReads } from "../../system-path.ts";
import type { TokenLookup } from "../needs.ts";
import type { Policies } from "../policies.ts";

const pathFields = {
  paths: textList("Paths to look at."),
  path: textList("Deprecated: use `paths`."),
};
const tokenFields = { ...pathFields, token: secretText("The token.") };
const accessorFields = { ...pathFields, accessor: text("The token's accessor.") };

interface AskedPaths {
  paths?: readonly string[] | undefined;
  path?: readonly string[] | undefined;
}

export function capabilityPaths(policies: Policies, tokens: TokenLookup): AnyPath<unknown>[] {
  const ofNames = (names: readonly string[] | undefined, fields: AskedPaths, missing: string): Reply => {
    if (!names) throw joined(missing);
    return answer(policies.aclFor(names), fields);
  };
  return [
    systemPath({
      pattern: "capabilities-self",
      fields: tokenFields,
      summary: "What the calling token may do on paths.",
      operations: {
        update: systemReads<typeof tokenFields>(({ acl, fields }) => acl && answer(acl, fields)),
      },
    }),
    systemPath({
      pattern: "capabilities",
      fields: tokenFields,
      summary: "What a token may do on paths.",
      operations: {
        update: systemReads<typeof tokenFields>(({ fields, transaction }): MaybePromise<Reply> => {
          demandPaths(fields);
          if (!fields.token) throw joined("missing token");
          const names = tokens.byId(Secret.ofText(fields.token), transaction);
          return andThen(names, (found) => ofNames(found, fields, "invalid token"));
        }),
      },
    }),
    systemPath({
      pattern: "capabilities-accessor",
      fields: accessorFields,
      summary: "What the token of an accessor may do on paths.",
      operations: {
        update: systemReads<typeof accessorFields>(({ fields, transaction }): MaybePromise<Reply> => {
          if (!fields.accessor) throw new VaultError("invalid_request", "missing accessor");
          demandPaths(fields);
          const names = tokens.byAccessor(fields.accessor, transaction);
          return andThen(names, (found) => ofNames(found, fields, "invalid accessor"));
        }),
      },
    }),
  ];
}

function demandPaths(fields: AskedPaths): readonly string[] {
  const paths = fields.paths?.length ? fields.paths : (fields.path ?? []);
  if (paths.length === 0) throw new VaultError("invalid_request", "paths must be supplied");
  return paths;
}

/** One member a path, in the alphabet's order as in Vault; `capabilities` too when only one was asked for. */
function answer(acl: Acl, fields: AskedPaths): Reply {
  const paths = demandPaths(fields);
  const data: Record<string, JsonValue> = Object.create(null);
  for (const path of paths) data[path] = acl.capabilities(path).sort();
  const [only] = paths;
  if (paths.length === 1 && only !== undefined) data.capabilities = data[only] ?? [];
  return { data: data as JsonObject };
}

/** A refusal in the form in which Vault passes on several at once; clients look for the words. */
function joined(reason: string): VaultError {
  return new VaultError("invalid_request", `1 error occurred:\n\t* ${reason}\n\n`);
}
