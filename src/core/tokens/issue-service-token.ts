import { utf8 } from "#base/bytes.ts";
import { VaultError } from "#base/vault-error.ts";
import type { MintedToken } from "../answer.ts";
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { newAccessor, newServiceTokenId } from "./token-ids.ts";
import type { TokenNamer } from "./token-namer.ts";
import { TokenRecords } from "./token-records.ts";
import { entryOf, mintedToken, type TokenSpec } from "./token-spec.ts";

/** Makes a token that is stored. @throws VaultError invalid_request for a chosen id that is taken */
export function issueServiceToken(
  transaction: Transaction,
  spec: TokenSpec,
  namer: Pick<TokenNamer, "nameOf">,
): MintedToken {
  const records = new TokenRecords(namer);
  const id = spec.id ?? newServiceTokenId();
  const name = namer.nameOf(utf8(id));
  // Also without a chosen id: the transaction then holds only while there is no such token.
  if (records.byName(transaction, spec.namespace, name)) {
    throw new VaultError("invalid_request", "cannot create a token with a duplicate ID");
  }
  const entry: TokenEntry = {
    ...entryOf(spec, transaction.nowMs),
    name,
    accessor: newAccessor(),
    cubbyholeId: newAccessor(),
    ...(spec.parent && { parent: spec.parent.name }),
  };
  records.add(transaction, entry);
  return mintedToken(entry, id, spec);
}
