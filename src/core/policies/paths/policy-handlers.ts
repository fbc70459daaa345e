// What the policy paths do, old and new alike.
import { VaultError } from "#base/vault-error.ts";
import type { Reply } from "#contract/reply.ts";
import { DEFAULT_POLICY, INTERNAL_POLICIES, ROOT_POLICY } from "../../policy-names.ts";
import type { SystemReadCall, SystemWriteCall } from "../../system-path.ts";
import type { Policies } from "../policies.ts";
import type { PolicyRecord } from "../policy-record.ts";
import { deletePolicy, readForChange, storedNames, writePolicy } from "../policy-store.ts";
import { policyFolderOf, policyNameOf } from "./policy-access.ts";
import { policyAnswer } from "./policy-answer.ts";
import type { PolicyChange, SentPolicy } from "./policy-change.ts";

/** Where a path keeps its policies, and what it calls their text. */
export interface PolicyRoute {
  stem: string;
  textKey: "policy" | "rules";
}

export class PolicyHandlers {
  readonly #policies: Policies;

  constructor(policies: Policies) {
    this.#policies = policies;
  }

  read(call: SystemReadCall, route: PolicyRoute): Reply | undefined {
    const name = policyNameOf(call, route.stem, nameIn(call));
    const record = this.#policies.inForce(call.request.namespace, name);
    return record && { data: policyAnswer(record, route.textKey) };
  }

  /** Checks before it writes. @returns nothing when there is nothing to warn of */
  write(
    call: SystemWriteCall,
    route: PolicyRoute,
    change: (input: WriteInput) => PolicyChange,
  ): Reply | undefined {
    const given = nameIn(call) ?? "";
    const name = policyNameOf(call, route.stem, given);
    if (isFixed(name)) throw new VaultError("invalid_request", `cannot update "${name}" policy`);
    const { namespace } = call.request;
    const stored = readForChange(call.transaction, namespace, name);
    const { record, warnings } = change({ name, stored, sent: call.fields, nowMs: call.nowMs });
    writePolicy(call.transaction, namespace, record);
    const all = name === given ? warnings : [`policy name was converted to ${name}`, ...warnings];
    return all.length > 0 ? { warnings: all } : undefined;
  }

  remove(call: SystemWriteCall, route: PolicyRoute): undefined {
    const name = policyNameOf(call, route.stem, nameIn(call));
    if (name === DEFAULT_POLICY) throw new VaultError("invalid_request", "cannot delete default policy");
    if (isFixed(name)) throw new VaultError("invalid_request", `cannot delete "${name}" policy`);
    deletePolicy(call.transaction, call.request.namespace, name);
  }

  /** Names below the folder in the path; all names, and `root` last, without one. */
  async names(call: SystemReadCall, stem: string): Promise<string[]> {
    const { namespace } = call.request;
    const folder = policyFolderOf(call, stem, nameIn(call));
    const stored = await storedNames(call.transaction, namespace, folder);
    const names = stored.filter((name) => this.#policies.inForce(namespace, name));
    return folder === "" ? [...names, ROOT_POLICY] : names;
  }

  async describeAll(call: SystemReadCall, stem: string): Promise<Reply | undefined> {
    const keys = await this.names(call, stem);
    if (keys.length === 0) return undefined;
    const info = Object.create(null);
    for (const name of keys) {
      const record = this.#policies.inForce(call.request.namespace, name);
      if (record) info[name] = policyAnswer(record, "policy");
    }
    return { data: { keys, key_info: info } };
  }
}

export interface WriteInput {
  name: string;
  stored: PolicyRecord | undefined;
  sent: SentPolicy;
  nowMs: number;
}

function nameIn(call: SystemReadCall): string | undefined {
  const { name } = call.fields;
  return typeof name === "string" ? name : undefined;
}

function isFixed(name: string): boolean {
  return name === ROOT_POLICY || INTERNAL_POLICIES.includes(name);
}
