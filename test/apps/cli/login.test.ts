import assert from "node:assert/strict";
import { test } from "node:test";
import { type FakeHandler, FakeVault } from "#test/fake-vault.ts";
import { type CommandOptions, runCommand } from "#test/run-command.ts";

const auth = {
  client_token: "s.new",
  accessor: "a1",
  policies: ["default"],
  token_policies: ["default"],
  metadata: { username: "bob" },
  lease_duration: 3600,
  renewable: true,
};

async function logIn(handler: FakeHandler, line: string, options: CommandOptions = {}) {
  await using vault = await FakeVault.start(handler);
  const environment = { VAULT_ADDR: vault.address, ...options.environment };
  const run = await runCommand(line, { ...options, environment });
  return { ...run, requests: vault.requests };
}

test("userpass asks for the password, sends it in the body and the name in the path, without an old token", async () => {
  const options = { answers: ["hunter2"], environment: { VAULT_TOKEN: "s.old" } };
  const run = await logIn(
    () => ({ json: { auth } }),
    "login -no-store -method=userpass -path=staff username=bob",
    options,
  );
  assert.equal(run.code, 0, run.stderr);
  const [request] = run.requests;
  assert.equal(request?.url, "/v1/auth/staff/login/bob");
  assert.equal(request?.body, '{"password":"hunter2"}');
  assert.equal(request?.headers["x-vault-token"], undefined);
  assert.match(run.stdout, /token_duration {9}1h\n.*token_meta_username {4}bob\n$/s);
  assert.doesNotMatch(run.stdout + run.stderr, /hunter2/);
});

test("a method nobody listed gets the data as they are", async () => {
  const run = await logIn(() => ({ json: { auth } }), "login -no-store -method=github-like role=x key=y");
  assert.equal(run.requests[0]?.url, "/v1/auth/github-like/login");
  assert.equal(run.requests[0]?.body, '{"role":"x","key":"y"}');
});

test("-token-only prints the token and nothing else, ready for a script", async () => {
  const run = await logIn(
    () => ({ json: { auth } }),
    "login -token-only -method=approle role_id=r secret_id=s",
  );
  assert.deepEqual([run.code, run.stdout, run.stderr], [0, "s.new", ""]);
});

test("a wrapped login is unwrapped at once, without wrapping it again", async () => {
  const handler: FakeHandler = ({ url }) =>
    url.endsWith("unwrap") ? { json: { auth } } : { json: { wrap_info: { token: "s.wrap", ttl: 60 } } };
  const run = await logIn(handler, "login -no-print -wrap-ttl=60 -method=userpass username=b password=p", {
    environment: { VAULT_TOKEN_PATH: "/dev/null/none" },
  });
  const [login, unwrap] = run.requests;
  assert.equal(login?.headers["x-vault-wrap-ttl"], "60s");
  assert.equal(unwrap?.headers["x-vault-token"], "s.wrap");
  assert.equal(unwrap?.headers["x-vault-wrap-ttl"], undefined);
});

const requirement = {
  mfa_request_id: "r1",
  mfa_constraints: { one: { any: [{ type: "totp", id: "m1", uses_passcode: true }] } },
};

test("one second factor is asked for and validated; several are left to the user", async () => {
  const handler: FakeHandler = ({ url }) =>
    url.endsWith("mfa/validate") ? { json: { auth } } : { json: { auth: { mfa_requirement: requirement } } };
  const line = "login -no-store -method=userpass username=b password=p";
  const asked = await logIn(handler, line, { answers: ["123456"] });
  assert.equal(asked.code, 0, asked.stderr);
  assert.deepEqual(JSON.parse(asked.requests[1]?.body ?? ""), {
    mfa_request_id: "r1",
    mfa_payload: { m1: ["123456"] },
  });
  assert.match(asked.stdout, /token {18}\s*s\.new/);
  const alone = await logIn(handler, line);
  assert.equal(alone.code, 0);
  assert.match(alone.stdout, /mfa_request_id {5}r1/);
  assert.equal(alone.requests.length, 1);
});

test("auth help explains a type, and the type of a mounted method", async () => {
  const mounts: FakeHandler = () => ({ json: { data: { "staff/": { type: "userpass" } } } });
  const byType = await logIn(mounts, "auth help userpass");
  assert.match(byType.stdout, /^Usage: vault login -method=userpass \[K=V\.\.\.\]/);
  const byPath = await logIn(mounts, "auth help staff");
  assert.equal(byPath.stdout, byType.stdout);
  const unknown = await logIn(mounts, "auth help nowhere");
  assert.deepEqual(
    [unknown.code, unknown.stderr],
    [1, 'No auth method available on the server at "nowhere/"\n'],
  );
});
