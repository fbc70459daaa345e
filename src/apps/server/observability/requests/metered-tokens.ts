// The tokens as the pipeline asks them: how long it takes to know who presents one.
import type { MaybePromise } from "#base/maybe-promise.ts";
import type { AuthGrant } from "#contract/auth-grant.ts";
import type { Connection, Request } from "#contract/request.ts";
import type { MintedToken } from "#core/answer.ts";
import type { IdentifiedToken, LoginOrigin, TokenDesk } from "#core/needs.ts";
import type { Transaction } from "#core/transaction.ts";
import type { ThreadMeter } from "../thread/thread-meter.ts";

export class MeteredTokens implements TokenDesk {
  readonly #tokens: TokenDesk;
  readonly #timers;

  constructor(tokens: TokenDesk, meter: ThreadMeter) {
    this.#tokens = tokens;
    // Finding the entry and the rules of its policies is one step here; Vault measures it in four places.
    this.#timers = meter.sampled([
      "core.check_token",
      "core.fetch_acl_and_token",
      "token.lookup",
      "policy.get_policy",
    ]);
  }

  identify(token: Request["token"], connection: Connection, nowMs: number): IdentifiedToken {
    const startedMs = this.#timers.begin();
    try {
      return this.#tokens.identify(token, connection, nowMs);
    } finally {
      this.#timers.end(startedMs);
    }
  }

  spendUse(identified: IdentifiedToken, nowMs: number): MaybePromise<IdentifiedToken> {
    return this.#tokens.spendUse(identified, nowMs);
  }

  retire(identified: IdentifiedToken): MaybePromise<void> {
    return this.#tokens.retire(identified);
  }

  issueLogin(transaction: Transaction, grant: AuthGrant, origin: LoginOrigin): MintedToken {
    return this.#tokens.issueLogin(transaction, grant, origin);
  }
}
