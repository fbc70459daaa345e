// auth/token/revoke, revoke-self, revoke-orphan and revoke-accessor. They answer when the token and what it begot are
// gone; after a minute of a very large tree, that it goes on (the root is shut from the commit on).
import { VaultError } from "#base/vault-error.ts";
import { secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import type { Request } from "#contract/request.ts";
import type { JobDesk } from "../needs.ts";
import { type SystemAccess, type SystemWriteCall, systemPath, systemWrites } from "../system-path.ts";
import type { RevocationMode, TokenEntry } from "../token-entry.ts";
import { badAccessor } from "./bad-accessor.ts";
import { denied } from "./denied.ts";
import type { TokenFinder } from "./token-finder.ts";
import { BATCH_PREFIX } from "./token-ids.ts";
import type { TokenRevocation } from "./token-revocation.ts";

const BY_ID = { token: secretText("Token to revoke.") };
const BY_ACCESSOR = { accessor: text("Accessor of the token to revoke.") };
type RevokeById = SystemWriteCall<typeof BY_ID>;
type RevokeByAccessor = SystemWriteCall<typeof BY_ACCESSOR>;

const LONGEST_WAIT_MS = 60_000;

export interface RevokePathOptions {
  finder: TokenFinder;
  revocation: TokenRevocation;
  jobs: JobDesk;
}

export function revokePaths(options: RevokePathOptions): AnyPath<unknown>[] {
  const room = new RevokeHandlers(options);
  return [
    systemPath({
      pattern: "revoke",
      fields: BY_ID,
      summary: "Revoke a token and all its children.",
      operations: { update: systemWrites((call: RevokeById) => room.byId(call)) },
    }),
    systemPath({
      pattern: "revoke-self",
      fields: {},
      summary: "Revoke the caller's own token and all its children.",
      operations: { update: systemWrites((call: SystemWriteCall) => room.self(call)) },
    }),
    systemPath({
      pattern: "revoke-orphan",
      fields: BY_ID,
      access: "sudo",
      summary: "Revoke a token and leave its children as orphans.",
      operations: { update: systemWrites((call: RevokeById) => room.orphaning(call)) },
    }),
    systemPath({
      pattern: "revoke-accessor",
      fields: BY_ACCESSOR,
      summary: "Revoke the token that has this accessor, and all its children.",
      operations: { update: systemWrites((call: RevokeByAccessor) => room.byAccessor(call)) },
    }),
  ];
}

class RevokeHandlers {
  readonly #options: RevokePathOptions;
  /** Requests that were tried before: they met other writes. */
  readonly #tried = new WeakSet<Request>();

  constructor(options: RevokePathOptions) {
    this.#options = options;
  }

  /** A token that is not there is as good as revoked. */
  async byId(call: RevokeById): Promise<undefined> {
    const entry = this.#find(call, call.fields.token);
    if (entry) await this.#revoke(call, entry, "tree");
  }

  async self(call: SystemWriteCall): Promise<undefined> {
    if (!call.request.token) throw denied("no token");
    const entry = this.#find(call, new TextDecoder().decode(call.request.token.reveal()));
    if (entry) await this.#revoke(call, entry, "tree");
  }

  async orphaning(call: RevokeById): Promise<undefined> {
    const entry = this.#find(call, call.fields.token);
    if (!entry || entry.revoking) throw refuse("token to revoke not found");
    await this.#revoke(call, entry, "orphans");
  }

  async byAccessor(call: RevokeByAccessor): Promise<Reply | undefined> {
    const { accessor } = call.fields;
    if (!accessor) throw badAccessor("missing accessor");
    const { transaction, request } = call;
    const entry = this.#options.finder.storedByAccessor(transaction, request.namespace, accessor);
    if (!entry) return { warnings: ["No token found with this accessor"] };
    await this.#revoke(call, entry, "tree");
    return undefined;
  }

  #find(call: SystemAccess & { request: Request }, id: string | undefined): TokenEntry | undefined {
    if (!id) throw refuse("missing token ID");
    if (id.startsWith(BATCH_PREFIX)) throw refuse("batch tokens cannot be revoked");
    return this.#options.finder.storedById(call.transaction, call.request.namespace, id);
  }

  async #revoke(
    call: SystemAccess & { request: Request },
    entry: TokenEntry,
    mode: RevocationMode,
  ): Promise<void> {
    const isRetry = this.#tried.has(call.request);
    this.#tried.add(call.request);
    const job = await this.#options.revocation.begin(call.transaction, entry, { mode, isRetry });
    if (job !== undefined) call.afterCommit(() => this.#waitFor(job));
  }

  async #waitFor(job: string): Promise<Reply | undefined> {
    if (await this.#options.jobs.finished(job, LONGEST_WAIT_MS)) return undefined;
    return {
      status: 202,
      warnings: ["The token is revoked. Removing what it begot goes on in the background."],
    };
  }
}

function refuse(reason: string): VaultError {
  return new VaultError("invalid_request", reason);
}
