// The policies' room on its own: a store in memory, and requests that go to its declared paths as the pipeline would
// send them, decision about the path itself left out.
import { utf8 } from "#base/bytes.ts";
import { RawJson } from "#base/json/raw-json.ts";
import type { LogFields, Logger } from "#base/logger.ts";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import type { DeclaredOperation } from "#contract/operation.ts";
import type { Reply } from "#contract/reply.ts";
import type { Parameter, Request } from "#contract/request.ts";
import type { Acl } from "#core/acl.ts";
import type { TokenLookup } from "#core/policies/needs.ts";
import { policyPaths } from "#core/policies/paths/policy-paths.ts";
import { Policies } from "#core/policies/policies.ts";
import { writeDefaultPolicy, writePolicy } from "#core/policies/policy-store.ts";
import { readFields } from "#core/read-fields.ts";
import { PathMatcher } from "#core/router/match-path.ts";
import { StateCache } from "#core/state-cache.ts";
import type { SystemWriteCall } from "#core/system-path.ts";
import { Transaction } from "#core/transaction.ts";
import { CHANGE_RING_BYTES, ChangeRingReader, ChangeRingWriter } from "#storage/shared/change-ring.ts";
import { NODE_STATUS_BYTES, NodeStatus } from "#storage/shared/node-status.ts";
import { PlainStore, plainBarrier } from "./plain-store.ts";

/** 2026-01-02T03:04:05Z */
const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

export interface Answered {
  reply: Reply | undefined;
  warnings: readonly string[];
}

export interface Asked {
  body?: Record<string, unknown>;
  /** Policies of the caller; root's unless said otherwise. */
  as?: readonly string[];
  query?: Record<string, string>;
}

export class PoliciesRoom {
  readonly store: PlainStore;
  readonly cache: StateCache;
  readonly policies: Policies;
  readonly logged: string[] = [];
  /** Tokens by id, and by accessor. */
  readonly tokens = new Map<string, readonly string[]>();
  nowMs = START_MS;
  isSealed = false;
  readonly #barrier = plainBarrier(() => this.isSealed);
  readonly #matcher: PathMatcher<unknown>;

  constructor() {
    const ring = new SharedArrayBuffer(CHANGE_RING_BYTES);
    this.store = new PlainStore(new ChangeRingWriter(ring));
    const status = new NodeStatus(new SharedArrayBuffer(NODE_STATUS_BYTES));
    const { store } = this;
    const barrier = this.#barrier;
    this.cache = new StateCache({ store, barrier, ring: new ChangeRingReader(ring), status });
    const logTimeMs = (): number => this.nowMs;
    this.policies = new Policies({ cache: this.cache, store, barrier, logger: this.#logger(), logTimeMs });
    this.#matcher = new PathMatcher(policyPaths(this.policies, { tokens: this.#lookup() }));
    const transaction = this.transaction();
    writeDefaultPolicy(transaction, ROOT_NAMESPACE);
    this.commit(transaction);
  }

  transaction(): Transaction {
    return new Transaction({ store: this.store, barrier: this.#barrier, nowMs: this.nowMs });
  }

  /** @returns the key of a broken condition */
  commit(transaction: Transaction): string | undefined {
    return this.store.commit(transaction.proposal({ origin: 1, sequence: 1, sentAtMs: this.nowMs }));
  }

  /** Stores a policy without asking anybody. */
  put(name: string, text: string): void {
    const transaction = this.transaction();
    const rest = { version: 1, casRequired: false, modifiedAtMs: this.nowMs };
    writePolicy(transaction, ROOT_NAMESPACE, { name, text, ...rest });
    this.commit(transaction);
  }

  aclFor(...names: string[]): Acl {
    this.cache.refresh();
    return this.policies.aclFor(names);
  }

  /** @param path below `sys/`. @throws VaultError */
  async ask(operation: DeclaredOperation, path: string, asked: Asked = {}): Promise<Answered> {
    this.cache.refresh();
    const asListed = operation === "list" && !path.endsWith("/") ? `${path}/` : path;
    const match = this.#matcher.match(asListed);
    const declared = match?.path.operations[operation];
    if (!match || !declared) throw new Error(`${operation} ${path} is not declared`);
    const parameters = parametersOf(asked);
    const { values, warnings } = readFields({
      fields: match.path.fields,
      parameters,
      captured: match.captured,
    });
    const transaction = this.transaction();
    const request: Partial<Request> = {
      operation,
      path: `sys/${asListed}`,
      namespace: ROOT_NAMESPACE,
      parameters,
    };
    const acl = this.policies.aclFor(asked.as ?? ["root"]);
    const call = {
      request,
      fields: values,
      transaction,
      acl,
      nowMs: this.nowMs,
    } as unknown as SystemWriteCall;
    const reply = await (declared.writes ? declared.run(undefined, call) : declared.run(undefined, call));
    if (transaction.hasWrites && this.commit(transaction) !== undefined) throw new Error("conflict");
    return { reply, warnings: [...warnings, ...(reply?.warnings ?? [])] };
  }

  #lookup(): TokenLookup {
    return {
      byId: (token) => this.tokens.get(new TextDecoder().decode(token.reveal())),
      byAccessor: async (accessor) => this.tokens.get(accessor),
    };
  }

  #logger(): Logger {
    const write = (message: string, fields?: LogFields): void => {
      this.logged.push(`${message} ${JSON.stringify(fields ?? {})}`);
    };
    const logger: Logger = {
      trace: write,
      debug: write,
      info: write,
      warn: write,
      error: write,
      named: () => logger,
    };
    return logger;
  }
}

function parametersOf({ body = {}, query = {} }: Asked): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>(Object.entries(query));
  for (const [name, value] of Object.entries(body)) {
    parameters.set(name, new RawJson(utf8(JSON.stringify(value))));
  }
  return parameters;
}
