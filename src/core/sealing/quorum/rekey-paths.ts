// sys/rekey…, sys/rekey-recovery-key… and their enveloped forms under sys/rotate/ (vault-api.md §1.1, §1.4).
import { VaultError } from "#base/vault-error.ts";
import { textList } from "#contract/fields/collections.ts";
import { boolean, integer, text } from "#contract/fields/scalars.ts";
import type { AnyPath } from "#contract/path.ts";
import type { Reply } from "#contract/reply.ts";
import { type SystemReadCall, systemPath, systemReads, systemWrites } from "../../system-path.ts";
import { keyBackupKey, keyBackupRecord } from "./key-backup.ts";
import { GIVEN_KEY, givenKey, type QuorumForm, replyIn } from "./quorum-form.ts";
import type { QuorumDesk } from "./quorum-methods.ts";
import { resultBody, statusBody, verificationBody } from "./rekey-bodies.ts";
import type { RekeyTarget } from "./rekey-target.ts";

const START = {
  secret_shares: integer("How many keys to make."),
  secret_threshold: integer("How many of them will be needed."),
  stored_shares: integer("Accepted and ignored."),
  pgp_keys: textList("PGP keys, one for each new key, which is encrypted to it."),
  backup: boolean("Keep the encrypted new keys on the server as well."),
  require_verification: boolean("The new keys count only after enough of them were given back."),
  nonce: text("The operation that is meant, to cancel no other."),
};
type StartCall = SystemReadCall<typeof START>;
type GiveCall = SystemReadCall<typeof GIVEN_KEY>;

/** One operation in one of its forms. */
interface Route {
  quorum: QuorumDesk;
  target: RekeyTarget;
  form: QuorumForm;
  prefix: string;
}

export function rekeyPaths(quorum: QuorumDesk): AnyPath<unknown>[] {
  const routes: Route[] = [
    { quorum, target: "barrier", form: "bare", prefix: "rekey" },
    { quorum, target: "recovery", form: "bare", prefix: "rekey-recovery-key" },
    { quorum, target: "barrier", form: "enveloped", prefix: "rotate/root" },
    { quorum, target: "recovery", form: "enveloped", prefix: "rotate/recovery" },
  ];
  return [
    ...routes.flatMap((route) => [initPath(route), updatePath(route), verifyPath(route)]),
    backupPath("rekey/backup", "barrier"),
    backupPath("rekey/recovery-key-backup", "recovery"),
    backupPath("rotate/root/backup", "barrier"),
    backupPath("rotate/recovery/backup", "recovery"),
    systemPath({
      pattern: "rotate/root",
      fields: {},
      access: "sudo",
      summary: "Rotate the root key under a seal that unseals by itself.",
      operations: { update: systemReads(() => quorum.rotateRootKey().then(() => undefined)) },
    }),
  ];
}

function initPath({ quorum, target, form, prefix }: Route): AnyPath<unknown> {
  return systemPath({
    pattern: `${prefix}/init`,
    fields: START,
    summary: "Make new keys with a quorum of the old ones.",
    operations: {
      read: systemReads(async () => replyIn(form, statusBody(await quorum.rekeyStatus({ target }), form))),
      update: systemReads(async ({ fields }: StartCall) => {
        const wish = {
          shares: fields.secret_shares ?? 0,
          threshold: fields.secret_threshold ?? 0,
          pgpKeys: fields.pgp_keys ?? [],
          backup: fields.backup ?? false,
          requiresVerification: fields.require_verification ?? false,
        };
        return replyIn(form, statusBody(await quorum.startRekey({ target, wish }), form));
      }),
      delete: systemReads(async ({ fields }: StartCall) => {
        await demandNonce(quorum, target, fields.nonce);
        await quorum.cancelRekey({ target });
        return undefined;
      }),
    },
  });
}

/** Who names an operation cancels no other one; older clients name none. */
async function demandNonce(
  quorum: QuorumDesk,
  target: RekeyTarget,
  nonce: string | undefined,
): Promise<void> {
  if (nonce === undefined || nonce === "") return;
  const status = await quorum.rekeyStatus({ target });
  if (status.started && status.nonce !== nonce) {
    throw new VaultError("invalid_request", "incorrect nonce supplied; another rekey is in progress");
  }
}

function updatePath({ quorum, target, form, prefix }: Route): AnyPath<unknown> {
  return systemPath({
    pattern: `${prefix}/update`,
    fields: GIVEN_KEY,
    summary: "Give one of the old keys.",
    operations: {
      update: systemReads(async ({ fields }: GiveCall): Promise<Reply> => {
        const step = await quorum.updateRekey({ target, ...givenKey(fields) });
        if (step.kind === "progress") return replyIn(form, statusBody(step.status, form));
        return replyIn(form, resultBody(step.result, form), step.result.warning);
      }),
    },
  });
}

function verifyPath({ quorum, target, form, prefix }: Route): AnyPath<unknown> {
  return systemPath({
    pattern: `${prefix}/verify`,
    fields: GIVEN_KEY,
    summary: "Give one of the new keys back, so that they count.",
    operations: {
      read: systemReads(async () =>
        replyIn(form, verificationBody(await quorum.verificationStatus({ target }))),
      ),
      update: systemReads(async ({ fields }: GiveCall): Promise<Reply> => {
        const step = await quorum.verifyRekey({ target, ...givenKey(fields) });
        if (step.isComplete) return replyIn(form, { nonce: step.nonce, complete: true }, step.warning);
        return replyIn(form, verificationBody(await quorum.verificationStatus({ target })));
      }),
      delete: systemReads(async () =>
        replyIn(form, verificationBody(await quorum.cancelVerification({ target }))),
      ),
    },
  });
}

function backupPath(pattern: string, target: RekeyTarget): AnyPath<unknown> {
  const key = keyBackupKey(target);
  return systemPath({
    pattern,
    fields: {},
    summary: "The encrypted keys that the server keeps.",
    operations: {
      read: systemReads((call): Reply => {
        const backup = call.transaction.read(keyBackupRecord, key);
        if (!backup) throw new VaultError("invalid_request", "no backed-up keys found");
        return { data: { nonce: backup.nonce, keys: backup.keys, keys_base64: inBase64(backup.keys) } };
      }),
      delete: systemWrites((call) => {
        if (call.transaction.has(key)) call.transaction.delete(key);
        return undefined;
      }),
    },
  });
}

function inBase64(keys: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  const entries = Object.entries(keys).map(([fingerprint, messages]): [string, string[]] => [
    fingerprint,
    messages.map((message) => Uint8Array.fromHex(message).toBase64()),
  ]);
  return Object.fromEntries(entries);
}
