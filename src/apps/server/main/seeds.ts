// The first records of every room, written when a cluster is initialised.

import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { writeNewMount } from "#core/mounts/write-mount.ts";
import { writeDefaultPolicy } from "#core/policies/policy-store.ts";
import type { Seed } from "#core/sealing/initialize.ts";

/** The mounts that every cluster has. */
const seedMounts: Seed = (transaction) => {
  const mount = (path: string, type: string, description: string, isAuth = false): void => {
    writeNewMount(transaction, ROOT_NAMESPACE, { path, kind: isAuth ? "auth" : "secret", type, description });
  };
  mount("sys/", "system", "system endpoints used for control, policy and debugging");
  mount("cubbyhole/", "cubbyhole", "per-token private secret storage");
  mount("auth/token/", "token", "token based credentials", true);
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
