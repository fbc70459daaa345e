// sys/init, sys/seal-status, sys/unseal and sys/seal: bare bodies, served by every node whether sealed or not
// (vault-api.md §1.1, §2.8).
import type { JsonObject } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import { textList } from "#contract/fields/collections.ts";
import { boolean, integer, secretText, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads } from "../system-path.ts";
import { initRequest } from "./init-request.ts";
import type { NodeDesk } from "./node-desk.ts";
import type { UnsealProgress } from "./seal-keeper.ts";

const INIT = {
  secret_shares: integer("How many unseal keys to make."),
  secret_threshold: integer("How many of them unseal."),
  stored_shares: integer("Accepted and ignored."),
  pgp_keys: textList("PGP keys to encrypt the unseal keys to."),
  recovery_shares: integer("How many recovery keys to make, with a seal that unseals by itself."),
  recovery_threshold: integer("How many of them authorise."),
  recovery_pgp_keys: textList("PGP keys to encrypt the recovery keys to."),
  root_token_pgp_key: text("PGP key to encrypt the root token to."),
};
const UNSEAL = {
  key: secretText("One unseal key, hexadecimal or base64."),
  reset: boolean("Forget the keys that were entered."),
  migrate: boolean("Enter keys for a migration of the seal."),
};

/** Of the node itself: nothing here is proposed by the pipeline, so all of it counts as reading. */
const NODE = { access: "none", runsOn: "any", whenSealed: "serve", anyCase: true } as const;

export function sealPaths(node: NodeDesk): AnyPath<unknown>[] {
  return [
    systemPath({
      ...NODE,
      pattern: "init",
      fields: INIT,
      summary: "Initialise the cluster, or ask whether it is.",
      operations: {
        read: systemReads(() => bare({ initialized: node.sealConfig() !== undefined })),
        update: systemReads((call: SystemReadCall<typeof INIT>) => init(node, call)),
      },
    }),
    systemPath({
      ...NODE,
      pattern: "seal-status",
      fields: {},
      summary: "Whether the node is sealed, and how unsealing goes.",
      operations: { read: systemReads(async () => bare(await sealStatus(node))) },
    }),
    systemPath({
      ...NODE,
      pattern: "unseal",
      fields: UNSEAL,
      summary: "Enter one unseal key.",
      operations: { update: systemReads((call: SystemReadCall<typeof UNSEAL>) => unseal(node, call)) },
    }),
    systemPath({
      ...NODE,
      pattern: "seal",
      fields: {},
      access: "sudo",
      summary: "Seal the node.",
      operations: {
        update: systemReads(async () => {
          await node.seal();
          return undefined;
        }),
      },
    }),
  ];
}

function bare(data: JsonObject): Reply {
  return { data, bare: true };
}

async function init(node: NodeDesk, call: SystemReadCall<typeof INIT>): Promise<Reply> {
  if (node.sealConfig()) throw alreadyInitialized();
  const { unsealsItself, sealType: type } = node.facts;
  const made = await node.prepareInit(initRequest(call.fields, { unsealsItself, type }));
  await node.commitInit(made);
  const { shares, rootToken } = made;
  if (!unsealsItself) return bare({ keys: shares.hex, keys_base64: shares.base64, root_token: rootToken });
  const recovery = shares.hex.length > 0 && {
    recovery_keys: shares.hex,
    recovery_keys_base64: shares.base64,
  };
  return bare({ keys: [], keys_base64: [], ...recovery, root_token: rootToken });
}

export function alreadyInitialized(): VaultError {
  return new VaultError("invalid_request", "Vault is already initialized");
}

async function unseal(node: NodeDesk, call: SystemReadCall<typeof UNSEAL>): Promise<Reply> {
  const { key, reset, migrate } = call.fields;
  if (reset) await node.resetUnseal();
  else if (key) await node.submitKey(key, migrate ?? false);
  else {
    const wanted = "'key' must be specified in request body as JSON, or 'reset' set to true";
    throw new VaultError("invalid_request", wanted);
  }
  return bare(await sealStatus(node));
}

const NO_PROGRESS = { entered: 0, nonce: "", isMigrating: false };

export async function sealStatus(node: NodeDesk): Promise<JsonObject> {
  const { facts } = node;
  const isSealed = node.isSealed();
  const progress: UnsealProgress = isSealed ? await node.progress() : NO_PROGRESS;
  const config = node.sealConfig() ?? progress.joining;
  const cluster = node.cluster();
  return {
    type: config?.type ?? facts.sealType,
    initialized: config !== undefined,
    sealed: isSealed,
    t: config?.threshold ?? 0,
    n: config?.shares ?? 0,
    progress: progress.entered,
    nonce: progress.nonce,
    version: facts.vaultVersion,
    build_date: facts.buildDate,
    migration: progress.isMigrating,
    ...(cluster && { cluster_name: cluster.name, cluster_id: cluster.id }),
    recovery_seal: facts.unsealsItself,
    ...(facts.unsealsItself && { recovery_seal_type: "shamir" }),
    storage_type: facts.storageType,
    removed_from_cluster: await node.removedFromCluster(),
    coffer_version: facts.cofferVersion,
  };
}
