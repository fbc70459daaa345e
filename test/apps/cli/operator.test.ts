import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeHandler, FakeVault } from "#test/fake-vault.ts";
import { type CommandOptions, runCommand } from "#test/run-command.ts";

async function runAgainst(handler: FakeHandler, line: string, options: CommandOptions = {}) {
  await using vault = await FakeVault.start(handler);
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t", ...options.environment };
  const run = await runCommand(line, { ...options, environment });
  return { ...run, requests: vault.requests };
}

const made = { keys: ["aa", "bb"], keys_base64: ["qg==", "uw=="], root_token: "s.root" };

test("init makes 5 keys of which 3 unseal, and prints what scripts look for", async () => {
  const handler: FakeHandler = ({ url }) => ({
    json: url.endsWith("seal-status") ? { recovery_seal: false } : made,
  });
  const run = await runAgainst(handler, "operator init");
  assert.equal(run.code, 0, run.stderr);
  const request = JSON.parse(run.requests[1]?.body ?? "");
  assert.deepEqual([request.secret_shares, request.secret_threshold, request.recovery_shares], [5, 3, 0]);
  assert.match(run.stdout, /^Unseal Key 1: qg==\nUnseal Key 2: uw==\n\nInitial Root Token: s\.root\n\n/);
});

test("init of a seal that unseals by itself makes recovery keys", async () => {
  const recovery = { keys: [], recovery_keys: ["aa"], recovery_keys_base64: ["qg=="], root_token: "s.root" };
  const handler: FakeHandler = ({ url }) => ({
    json: url.endsWith("seal-status") ? { recovery_seal: true } : recovery,
  });
  const run = await runAgainst(handler, "operator init -recovery-shares=1 -recovery-threshold=1");
  const request = JSON.parse(run.requests[1]?.body ?? "");
  assert.deepEqual([request.secret_shares, request.recovery_shares, request.recovery_threshold], [0, 1, 1]);
  assert.match(run.stdout, /^Recovery Key 1: qg==\n\nInitial Root Token: s\.root\n/);
});

test("init as JSON has the members scripts parse", async () => {
  const handler: FakeHandler = ({ url }) => ({ json: url.endsWith("seal-status") ? {} : made });
  const run = await runAgainst(handler, "operator init -n 2 -t 2 -format=json");
  assert.deepEqual(JSON.parse(run.stdout), {
    unseal_keys_b64: ["qg==", "uw=="],
    unseal_keys_hex: ["aa", "bb"],
    unseal_shares: 2,
    unseal_threshold: 2,
    recovery_keys_b64: [],
    recovery_keys_hex: [],
    recovery_keys_shares: 0,
    recovery_keys_threshold: 0,
    root_token: "s.root",
  });
});

test("init -status tells by its exit code: 0 initialised, 2 not, 1 error", async () => {
  const status =
    (initialized: boolean): FakeHandler =>
    () => ({ json: { initialized } });
  assert.equal((await runAgainst(status(true), "operator init -status")).code, 0);
  assert.equal((await runAgainst(status(false), "operator init -status")).code, 2);
  assert.equal((await runAgainst(() => ({ status: 500 }), "operator init -status")).code, 1);
});

const sealed = {
  type: "shamir",
  initialized: true,
  sealed: true,
  t: 3,
  n: 5,
  progress: 1,
  nonce: "n1",
  version: "1.21.2",
};

test("unseal takes a key from a question, an argument or standard input, and shows the progress", async () => {
  const handler: FakeHandler = ({ url }) => (url.endsWith("leader") ? { status: 503 } : { json: sealed });
  const asked = await runAgainst(handler, "operator unseal", { answers: ["key1"] });
  assert.deepEqual(asked.questions, [{ text: "Unseal Key (will be hidden): ", hidden: true }]);
  assert.deepEqual(JSON.parse(asked.requests[0]?.body ?? ""), { key: "key1", reset: false, migrate: false });
  assert.match(asked.stdout, /Unseal Progress {4}1\/3\nUnseal Nonce {7}n1\n/);
  assert.equal(asked.code, 0);
  const piped = await runAgainst(handler, "operator unseal -migrate -", { input: "key2\n" });
  assert.deepEqual(JSON.parse(piped.requests[0]?.body ?? ""), { key: "key2", reset: false, migrate: true });
  const reset = await runAgainst(handler, "operator unseal -reset");
  assert.deepEqual(JSON.parse(reset.requests[0]?.body ?? ""), { reset: true });
});

const attempt = { nonce: "n1", started: true, progress: 0, required: 2, complete: false, otp_length: 26 };

test("generate-root gives a key to the attempt in progress, under its nonce", async () => {
  const handler: FakeHandler = ({ method }) => ({
    json: method === "GET" ? attempt : { ...attempt, progress: 2, complete: true, encoded_token: "AAAA" },
  });
  const run = await runAgainst(handler, "operator generate-root", { answers: ["key"] });
  assert.equal(run.code, 0, run.stderr);
  assert.deepEqual(JSON.parse(run.requests.at(-1)?.body ?? ""), { key: "key", nonce: "n1" });
  assert.match(run.stdout, /Encoded Token {4}AAAA\n/);
});

test("where the bare routes are closed, the token-authenticated ones are used", async () => {
  const handler: FakeHandler = ({ url }) =>
    url.startsWith("/v1/sys/generate-root/")
      ? { status: 405, json: { errors: ["unsupported operation"] } }
      : { json: { data: attempt } };
  const run = await runAgainst(handler, "operator generate-root -status");
  assert.equal(run.code, 0, run.stderr);
  assert.match(run.stdout, /^Nonce {9}n1\nStarted {7}true\nProgress {6}0\/2\n/);
  assert.equal(run.requests.at(-1)?.url, "/v1/sys/generate-root-token/attempt");
});

test("the encoded token is decoded here, and a wrong password is noticed", async () => {
  const token = "hvs.0123456789abcdefghijklmn";
  const otp = "ABCDEFGHIJKLMNOPQRSTUVWXYZab";
  const encoded = Buffer.from(
    [...token].map((letter, i) => letter.charCodeAt(0) ^ otp.charCodeAt(i)),
  ).toString("base64");
  const decode = (password: string) =>
    runCommand(["operator", "generate-root", `-decode=${encoded.replace(/=+$/, "")}`, `-otp=${password}`]);
  assert.equal((await decode(otp)).stdout, `${token}\n`);
  const wrong = await decode("\x7f".repeat(28));
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /does not belong to this token/);
});

test("rekey starts, takes keys and prints the new ones", async () => {
  const status = {
    nonce: "n1",
    started: true,
    t: 1,
    n: 2,
    progress: 0,
    required: 1,
    verification_required: false,
  };
  const handler: FakeHandler = ({ method }) => ({
    json: method === "GET" ? status : { nonce: "n1", complete: true, keys: ["aa"], keys_base64: ["qg=="] },
  });
  const run = await runAgainst(handler, "operator rekey -nonce=n1 key");
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.requests.at(-1)?.url, "/v1/sys/rekey/update");
  assert.match(run.stdout, /\nKey 1: qg==\n\nOperation nonce: n1\n/);
  const started = await runAgainst(() => ({ json: status }), "operator rekey -init -n 2 -t 1");
  assert.deepEqual(JSON.parse(started.requests.at(-1)?.body ?? ""), {
    secret_shares: 2,
    secret_threshold: 1,
    pgp_keys: null,
    backup: false,
    require_verification: false,
  });
  assert.match(started.stderr, /^WARNING! The new keys will be printed once\./);
});

test("raft join sends an address or a configuration to find members by", async () => {
  const handler: FakeHandler = () => ({ json: { joined: true } });
  const byAddress = await runAgainst(handler, "operator raft join -retry https://node1:8200");
  assert.equal(byAddress.stdout, "Key       Value\n---       -----\nJoined    true\n");
  assert.equal(JSON.parse(byAddress.requests[0]?.body ?? "").leader_api_addr, "https://node1:8200");
  const found = await runAgainst(handler, "operator raft join provider=k8s");
  const body = JSON.parse(found.requests[0]?.body ?? "");
  assert.deepEqual([body.leader_api_addr, body.auto_join, body.auto_join_port], ["", "provider=k8s", 8200]);
});
