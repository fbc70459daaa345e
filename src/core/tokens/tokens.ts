// The token room's face: who presents a token, what a use of it costs, what a login makes, and the room's paths.
import type { Barrier } from "#barrier/barrier.ts";
import { utf8Text } from "#base/bytes.ts";
import type { Logger } from "#base/logger.ts";
import type { Secret } from "#base/secret.ts";
import type { AuthGrant } from "#contract/auth-grant.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Connection, Request } from "#contract/request.ts";
import type { MintedToken } from "../answer.ts";
import type { ExpiryHandler } from "../expiry-handler.ts";
import type { JobKind } from "../job-kind.ts";
import type { IdentifiedToken, JobDesk, LoginOrigin, TokenDesk } from "../needs.ts";
import type { StateCache } from "../state-cache.ts";
import type { Transaction } from "../transaction.ts";
import type { Transactor } from "../transactor.ts";
import { ExpiredTokens } from "./expired-tokens.ts";
import { loginToken } from "./login-token.ts";
import { MountLogins } from "./mount-logins.ts";
import type { CubbyholePrefix, LeaseRevoker, LoginRenewal, MountDesk, PolicyDesk } from "./needs.ts";
import { rootToken } from "./root-token.ts";
import { TokenEnding } from "./token-ending.ts";
import { TokenFinder } from "./token-finder.ts";
import { TokenIdentifier } from "./token-identifier.ts";
import { TokenIssuer } from "./token-issuer.ts";
import type { TokenNamer } from "./token-namer.ts";
import { TokenOrphaning } from "./token-orphaning.ts";
import { tokenPaths } from "./token-paths.ts";
import { TokenRecords } from "./token-records.ts";
import { TokenRevocation } from "./token-revocation.ts";
import { TokenTidy } from "./token-tidy.ts";
import { TokenTree } from "./token-tree.ts";
import { TokenUses } from "./token-uses.ts";

export interface TokensOptions {
  cache: StateCache;
  barrier: Barrier;
  namer: TokenNamer;
  transactor: Transactor;
  jobs: JobDesk;
  logger: Logger;
  policies: PolicyDesk;
  mounts: MountDesk;
  logins: LoginRenewal;
  cubbyholes: CubbyholePrefix;
  leases: readonly LeaseRevoker[];
}

export class Tokens implements TokenDesk {
  /** What the job runner goes on with. */
  readonly jobKinds: readonly JobKind[];
  /** What the sweeper ends. */
  readonly expiry: ExpiryHandler;
  /** What ends with an auth mount. */
  readonly mountLogins: MountLogins;
  /** Paths below `auth/token/`. */
  readonly paths: readonly AnyPath<unknown>[];
  readonly #options: TokensOptions;
  readonly #identifier: TokenIdentifier;
  readonly #finder: TokenFinder;
  readonly #issuer: TokenIssuer;
  readonly #records: TokenRecords;
  readonly #revocation: TokenRevocation;
  readonly #uses: TokenUses;

  constructor(options: TokensOptions) {
    const { cache, barrier, namer, policies, jobs, transactor, logger } = options;
    this.#options = options;
    const records = new TokenRecords(namer);
    this.#records = records;
    this.#identifier = new TokenIdentifier({ cache, barrier, namer, policies });
    this.#finder = new TokenFinder(barrier, namer, records);
    this.#issuer = new TokenIssuer(barrier, namer);
    this.#uses = new TokenUses(records, transactor);
    const ending = new TokenEnding({ ...options, records });
    const tree = new TokenTree(records, ending);
    const orphaning = new TokenOrphaning(records, ending);
    this.#revocation = new TokenRevocation({ tree, orphaning, ending, jobs });
    const tidy = new TokenTidy({ records, revocation: this.#revocation, logger });
    this.jobKinds = [this.#revocation, tidy] as JobKind[];
    this.expiry = new ExpiredTokens(records, this.#revocation);
    this.mountLogins = new MountLogins(records, this.#revocation);
    const [finder, issuer, revocation] = [this.#finder, this.#issuer, this.#revocation];
    this.paths = tokenPaths({ ...options, records, finder, issuer, revocation, tidy });
  }

  identify(token: Request["token"], connection: Connection, nowMs: number): IdentifiedToken {
    return this.#identifier.identify(token, connection, nowMs);
  }

  async spendUse(identified: IdentifiedToken): Promise<IdentifiedToken> {
    const { entry, version } = await this.#uses.take(identified.entry);
    const { stored } = identified;
    return {
      ...identified,
      entry,
      stored: stored && version !== undefined ? { ...stored, version } : stored,
    };
  }

  /** If it fails the token is useless all the same, and the sweeper takes it away. */
  async retire({ entry: { namespace, name } }: IdentifiedToken): Promise<void> {
    try {
      await this.#options.transactor.run(async (transaction) => {
        const entry = this.#records.byName(transaction, namespace, name);
        if (entry) await this.#revocation.begin(transaction, entry, { mode: "tree" });
      });
    } catch (error) {
      this.#options.logger.warn("a token that was used up is left to the sweeper", { error: String(error) });
    }
  }

  issueLogin(transaction: Transaction, grant: AuthGrant, origin: LoginOrigin): MintedToken {
    const limits = this.#options.mounts.limitsOf(origin.mount);
    return this.#issuer.issue(transaction, loginToken(grant, origin, limits, transaction.nowMs));
  }

  /** A root token without end: for initialisation and generate-root alone. @param id chosen, in development mode */
  issueRoot(transaction: Transaction, namespace: string, id?: string): MintedToken {
    return this.#issuer.issue(transaction, rootToken(namespace, id));
  }

  policiesById(token: Secret, transaction: Transaction): readonly string[] | undefined {
    return this.#finder.byId(transaction, "root", utf8Text(token.reveal()))?.policies;
  }

  policiesByAccessor(accessor: string, transaction: Transaction): readonly string[] | undefined {
    return this.#finder.byAccessor(transaction, "root", accessor)?.policies;
  }
}
