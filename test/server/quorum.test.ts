// What a quorum of key keepers does to a real server: root tokens, new keys, their verification and backup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decrypt, generateKey, type PrivateKey, readMessage } from "openpgp";
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { clientOf } from "#test/server/unsealed-server.ts";

const OPEN = { generateRoot: "sys/generate-root", rekey: "sys/rekey", recovery: "sys/rekey-recovery-key" };
const STATIC_SEAL = `seal "static" {
  current_key_id = "1"
  current_key = "${"5a".repeat(32)}"
}`;

interface Cluster extends AsyncDisposable {
  process: ServerProcess;
  anybody: HttpClient;
  root: HttpClient;
  keys: string[];
}

async function startCluster(init: object, config = "", listener = ""): Promise<Cluster> {
  const process = await ServerProcess.start({ tls: false, config, listener });
  const anybody = clientOf(process);
  const made = (await anybody.put("/v1/sys/init", init)).expect(200).json;
  const keys: string[] = made.recovery_keys_base64 ?? made.keys_base64;
  const root = anybody.with({ token: made.root_token });
  if (!made.recovery_keys_base64) await unseal(anybody, keys.slice(0, 2));
  (await root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
  (await root.put("/v1/secret/a", { value: "kept" })).expect(204);
  const dispose = (): Promise<void> => process[Symbol.asyncDispose]();
  return { process, anybody, root, keys, [Symbol.asyncDispose]: dispose };
}

async function unseal(anybody: HttpClient, keys: readonly string[]): Promise<boolean> {
  let isSealed = true;
  for (const key of keys) {
    const answer = await anybody.put("/v1/sys/unseal", { key });
    if (answer.status !== 200) return false;
    isSealed = answer.json.sealed;
  }
  return !isSealed;
}

/** Gives the keys one after the other. @returns the last answer's body, without an envelope */
async function give(
  client: HttpClient,
  path: string,
  nonce: string,
  keys: readonly string[],
): Promise<HttpAnswer["json"]> {
  let last: HttpAnswer["json"];
  for (const key of keys) last = (await client.put(`/v1/${path}`, { key, nonce })).expect(200).json;
  return last.data ?? last;
}

interface Keeper {
  privateKey: PrivateKey;
  /** As the API wants it. */
  publicKey: string;
  fingerprint: string;
}

async function newKeeper(): Promise<Keeper> {
  const { privateKey, publicKey } = await generateKey({ userIDs: [{ name: "keeper" }], format: "object" });
  const text = Buffer.from(publicKey.write()).toString("base64");
  return { privateKey, publicKey: text, fingerprint: publicKey.getFingerprint() };
}

async function opened(keeper: Keeper, base64: string): Promise<string> {
  const message = await readMessage({ binaryMessage: new Uint8Array(Buffer.from(base64, "base64")) });
  const { data } = await decrypt({ message, decryptionKeys: keeper.privateKey });
  return String(data);
}

test("unseal keys are made anew and verified: the old ones are void, the data is there", async () => {
  await using cluster = await startCluster({ secret_shares: 3, secret_threshold: 2 });
  const { root, anybody, keys, process } = cluster;
  for (const path of [`${OPEN.rekey}/init`, `${OPEN.generateRoot}/attempt`, `${OPEN.recovery}/init`]) {
    for (const method of ["GET", "PUT", "DELETE"]) {
      (await anybody.send({ method, path: `/v1/${path}`, body: {} })).expect(403);
    }
  }
  const wish = { secret_shares: 3, secret_threshold: 3, require_verification: true };
  const started = (await root.put("/v1/sys/rekey/init", wish)).expect(200).json;
  const wrong = Buffer.from(keys[1] ?? "", "base64");
  wrong[0] = (wrong[0] ?? 0) ^ 1;
  (await root.put("/v1/sys/rekey/update", { key: keys[0], nonce: started.nonce })).expect(200);
  (await root.put("/v1/sys/rekey/update", { key: keys[0], nonce: started.nonce })).expect(400);
  (await root.put("/v1/sys/rekey/update", { key: wrong.toString("base64"), nonce: started.nonce })).expect(
    400,
  );
  assert.equal((await root.get("/v1/sys/rekey/init")).expect(200).json.progress, 0);
  const made = await give(root, "sys/rekey/update", started.nonce, keys.slice(1));
  assert.equal(made.complete, true);
  const fresh = made.keys_base64;
  assert.equal(fresh.length, 3);

  await process.restart();
  assert.equal(
    await unseal(anybody, keys.slice(0, 2)),
    true,
    "unverified keys do not count, and a restart forgets them",
  );
  const again = (await root.put("/v1/sys/rotate/root/init", wish)).expect(200).data;
  const second = await give(root, "sys/rotate/root/update", again.nonce, keys.slice(0, 2));
  const counted = second.keys_base64;
  const verified = await give(root, "sys/rotate/root/verify", second.verification_nonce, counted);
  assert.equal(verified.complete, true);
  assert.equal((await root.get("/v1/secret/a")).expect(200).data.value, "kept");
  (await root.put("/v1/sys/rotate")).expect(204);
  (await root.put("/v1/secret/b", { value: "later" })).expect(204);

  await process.restart("SIGKILL");
  assert.equal(await unseal(anybody, [...keys.slice(0, 2), keys[2] ?? ""]), false, "the old keys are void");
  assert.equal(await unseal(anybody, counted), true);
  assert.equal((await root.get("/v1/secret/a")).expect(200).data.value, "kept");
  assert.equal((await root.get("/v1/secret/b")).expect(200).data.value, "later");
});

test("a sealed node forgets what was begun", async () => {
  await using cluster = await startCluster({ secret_shares: 3, secret_threshold: 2 });
  const { root, anybody, keys } = cluster;
  const { nonce } = (await root.put("/v1/sys/generate-root-token/attempt")).expect(200).data;
  await give(root, "sys/generate-root-token/update", nonce, keys.slice(0, 1));
  (await root.put("/v1/sys/rotate/root/init", { secret_shares: 1, secret_threshold: 1 })).expect(200);
  (await root.put("/v1/sys/seal")).expect(204);
  (await root.get("/v1/sys/generate-root/attempt")).expect(503);
  assert.equal(await unseal(anybody, keys.slice(0, 2)), true);
  assert.equal((await root.get("/v1/sys/generate-root-token/attempt")).expect(200).data.started, false);
  assert.equal((await root.get("/v1/sys/rotate/root/init")).expect(200).data.started, false);
});

test("where the listener opens it, recovery keys give a root token to who has none; to nobody else's password", async () => {
  const switches = `disable_unauthed_rekey_endpoints = false
  disable_unauthed_generate_root_endpoints = false`;
  await using cluster = await startCluster(
    { recovery_shares: 3, recovery_threshold: 2 },
    STATIC_SEAL,
    switches,
  );
  const { anybody, keys } = cluster;
  const { nonce, otp } = (await anybody.put("/v1/sys/generate-root/attempt")).expect(200).json;
  const done = await give(anybody, "sys/generate-root/update", nonce, keys.slice(0, 2));
  const encoded = { encoded_token: done.encoded_token, otp };
  const { token } = (await anybody.put("/v1/sys/decode-token", encoded)).expect(200).data;
  const self = (await anybody.with({ token }).get("/v1/auth/token/lookup-self")).expect(200).data;
  assert.deepEqual([self.policies, self.ttl, self.orphan, self.path], [["root"], 0, true, "auth/token/root"]);

  const keeper = await newKeeper();
  const asked = (await anybody.put("/v1/sys/generate-root/attempt", { pgp_key: keeper.publicKey })).expect(
    200,
  ).json;
  assert.equal(asked.pgp_fingerprint, keeper.fingerprint);
  const sent = await give(anybody, "sys/generate-root/update", asked.nonce, keys.slice(1));
  const second = await opened(keeper, sent.encoded_token);
  (await anybody.with({ token: second }).get("/v1/sys/policies/acl/default")).expect(200);
});

test("recovery keys are made anew for their keepers' PGP keys, kept as a backup, and authorise from then on", async () => {
  await using cluster = await startCluster({ recovery_shares: 1, recovery_threshold: 1 }, STATIC_SEAL);
  const { root, keys, process, anybody } = cluster;
  const keepers = [await newKeeper(), await newKeeper()];
  const wish = {
    secret_shares: 2,
    secret_threshold: 2,
    backup: true,
    pgp_keys: keepers.map(({ publicKey }) => publicKey),
  };
  const { nonce } = (await root.put("/v1/sys/rotate/recovery/init", wish)).expect(200).data;
  const made = await give(root, "sys/rotate/recovery/update", nonce, keys);
  const messages = made.keys_base64;
  const fresh = await Promise.all(keepers.map((keeper, at) => opened(keeper, messages[at] ?? "")));
  const backup = (await root.get("/v1/sys/rekey/recovery-key-backup")).expect(200).data;
  assert.equal(backup.nonce, nonce);
  for (const [at, { fingerprint }] of keepers.entries()) {
    assert.deepEqual(backup.keys_base64[fingerprint], [messages[at]]);
  }
  (await root.delete("/v1/sys/rotate/recovery/backup")).expect(204);
  (await root.get("/v1/sys/rotate/recovery/backup")).expect(400);

  (await root.put("/v1/sys/rotate/root")).expect(204);
  await process.restart("SIGKILL");
  const status = (await anybody.get("/v1/sys/seal-status")).expect(200).json;
  assert.deepEqual([status.sealed, status.t, status.n], [false, 2, 2]);
  assert.equal((await root.get("/v1/secret/a")).expect(200).data.value, "kept");
  const attempt = (await root.put("/v1/sys/generate-root-token/attempt")).expect(200).data;
  (await root.put("/v1/sys/generate-root-token/update", { key: keys[0], nonce: attempt.nonce })).expect(200);
  (await root.put("/v1/sys/generate-root-token/update", { key: fresh[0], nonce: attempt.nonce })).expect(400);
  assert.equal((await give(root, "sys/generate-root-token/update", attempt.nonce, fresh)).complete, true);
});

test("shares and root token of a new cluster go out encrypted, and what is no key is refused", async () => {
  await using server = await ServerProcess.start({ tls: false });
  using anybody = clientOf(server);
  const keepers = [await newKeeper(), await newKeeper()];
  const [ann, ben] = keepers as [Keeper, Keeper];
  const wish = { secret_shares: 2, secret_threshold: 2, root_token_pgp_key: ann.publicKey };
  for (const wrong of ["!!!", Buffer.from("no key at all").toString("base64")]) {
    (await anybody.put("/v1/sys/init", { ...wish, pgp_keys: [ann.publicKey, wrong] })).expect(400);
  }
  (await anybody.put("/v1/sys/init", { ...wish, pgp_keys: [ann.publicKey] })).expect(400);
  const secret = Buffer.from(ann.privateKey.write()).toString("base64");
  (await anybody.put("/v1/sys/init", { ...wish, pgp_keys: [ben.publicKey, secret] })).expect(400);
  assert.equal((await anybody.get("/v1/sys/init")).json.initialized, false);

  const made = (
    await anybody.put("/v1/sys/init", { ...wish, pgp_keys: [ann.publicKey, ben.publicKey] })
  ).expect(200).json;
  const keys = [await opened(ann, made.keys_base64[0]), await opened(ben, made.keys_base64[1])];
  assert.equal(Buffer.from(made.keys[0], "hex").toString("base64"), made.keys_base64[0]);
  assert.equal(await unseal(anybody, keys), true);
  const token = await opened(ann, made.root_token);
  (await anybody.with({ token }).get("/v1/auth/token/lookup-self")).expect(200);
});
