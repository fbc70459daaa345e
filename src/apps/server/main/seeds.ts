// The first records of every room, written when a cluster is initialised.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { type NewMount, writeNewMount } from "#core/mounts/write-mount.ts";
import { writeDefaultPolicy } from "#core/policies/policy-store.ts";
import type { Seed } from "#core/sealing/initialize.ts";

/** The mounts that every cluster has. */
const seedMounts: Seed = (transaction) => {
  const mount = (path: string, type: string, more: Omit<NewMount, "path" | "type" | "kind">): void => {
    const kind = path.startsWith("auth/") ? "auth" : "secret";
    writeNewMount(transaction, ROOT_NAMESPACE, { path, kind, type, ...more });
  };
  const purpose = "system endpoints used for control, policy and debugging";
  mount("sys/", "system", { description: purpose, sealWrap: true });
  mount("cubbyhole/", "cubbyhole", { description: "per-token private secret storage", local: true });
  mount("auth/token/", "token", { description: "token based credentials" });
};

const seedPolicies: Seed = (transaction) => writeDefaultPolicy(transaction, ROOT_NAMESPACE);

export const SEEDS: readonly Seed[] = [seedMounts, seedPolicies];

/** What `-dev` has besides: a kv engine at `secret/`. */
export function seedDevKv(version: "1" | "2"): Seed {
  return (transaction) => {
    const options = { version };
    const description = "key/value secret storage";
    writeNewMount(transaction, ROOT_NAMESPACE, {
      path: "secret/",
      kind: "secret",
      type: "kv",
      options,
      description,
    });
  };
}
