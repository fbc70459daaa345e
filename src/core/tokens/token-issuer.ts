// Makes tokens: service tokens are stored, batch tokens are their own entry. Whatever asks for one has decided what it
// may do; policies come in a type that holds `root` only where it may stand (security.md §1, ROOT).
import type { Barrier } from "#barrier/barrier.ts";
import { VaultError } from "#base/vault-error.ts";
import type { MintedToken } from "../answer.ts";
import type { TokenEntry } from "../token-entry.ts";
import type { Transaction } from "../transaction.ts";
import { encodeBatchToken } from "./batch-token.ts";
import { issueServiceToken } from "./issue-service-token.ts";
import { MAX_TOKEN_BYTES } from "./token-ids.ts";
import type { TokenNamer } from "./token-namer.ts";
import { entryOf, mintedToken, type TokenSpec } from "./token-spec.ts";

export class TokenIssuer {
  readonly #barrier: Barrier;
  readonly #namer: TokenNamer;

  constructor(barrier: Barrier, namer: TokenNamer) {
    this.#barrier = barrier;
    this.#namer = namer;
  }

  /** @throws VaultError invalid_request for a chosen id that is taken, or a batch token that is too long */
  issue(transaction: Transaction, spec: TokenSpec): MintedToken {
    return spec.type === "batch"
      ? this.#batch(transaction, spec)
      : issueServiceToken(transaction, spec, this.#namer);
  }

  #batch(transaction: Transaction, spec: TokenSpec): MintedToken {
    const { parent } = spec;
    const entry: TokenEntry = {
      ...entryOf(spec, Math.floor(transaction.nowMs / 1000) * 1000),
      renewable: false,
      ...(parent && { parent: parent.name, parentAccessor: parent.accessor }),
    };
    const id = encodeBatchToken(this.#barrier, entry);
    if (id.length > MAX_TOKEN_BYTES) {
      const reason = `batch token would be longer than ${MAX_TOKEN_BYTES} bytes: use fewer policies or less metadata`;
      throw new VaultError("invalid_request", reason);
    }
    return mintedToken(entry, id, spec);
  }
}
