import assert from "node:assert/strict";
import { test } from "node:test";
import { aCore } from "#test/core-harness/a-core.ts";
import { childOf } from "./stage/child-of.ts";

const withPolicies = () =>
  aCore({ policies: { tok: { "auth/token/*": ["create", "read", "update", "delete", "list"] }, a: {} } });

test("a lookup shows everything but the parent", async () => {
  const core = await withPolicies();
  core.clock.advanceMs(152);
  const token = await childOf(core, { policies: ["tok"], ttl: "2h", meta: { b: "1", a: "2" } });
  core.clock.advanceMs(1);
  const { data } = await core.get("auth/token/lookup-self", token);
  assert.match(data.accessor, /^\w{24}$/);
  assert.deepEqual(data, {
    accessor: data.accessor,
    creation_time: 1_767_323_045,
    creation_ttl: 7200,
    display_name: "token",
    entity_id: "",
    expire_time: "2026-01-02T05:04:05.152Z",
    explicit_max_ttl: 0,
    id: token,
    issue_time: "2026-01-02T03:04:05.152Z",
    meta: { a: "2", b: "1" },
    num_uses: 0,
    orphan: false,
    path: "auth/token/create",
    policies: ["default", "tok"],
    renewable: true,
    ttl: 7200,
    type: "service",
  });
});

test("every way to look at a token shows the same; by accessor without its id", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], period: "1h" });
  const { data } = await core.get("auth/token/lookup-self", token);
  assert.equal(data.period, 3600);
  const lookups = [
    core.post("auth/token/lookup-self", {}, token),
    core.get("auth/token/lookup", token),
    core.post("auth/token/lookup", {}, token),
    core.post("auth/token/lookup", { token: "" }, token),
    core.post("auth/token/lookup", { token }),
    core.request({ method: "GET", path: "auth/token/lookup", query: { token } }),
  ];
  for (const lookup of await Promise.all(lookups)) assert.deepEqual(lookup.data, data);
  const byAccessor = await core.post("auth/token/lookup-accessor", { accessor: data.accessor });
  assert.deepEqual(byAccessor.data, { ...data, id: "" });
});

test("a root token without end, which has no lease that was issued or could be renewed", async () => {
  const core = await withPolicies();
  const { data } = await core.get("auth/token/lookup-self");
  assert.deepEqual(
    [data.expire_time, data.ttl, data.creation_ttl, data.meta, data.orphan],
    [null, 0, 0, null, true],
  );
  assert.ok(!("renewable" in data) && !("issue_time" in data));
});

test("the last second of a token is shown as one, since 0 would be for ever", async () => {
  const core = await withPolicies();
  const token = await childOf(core, { policies: ["tok"], ttl: "5s" });
  core.clock.advanceMs(4500);
  assert.equal((await core.get("auth/token/lookup-self", token)).data.ttl, 1);
  core.clock.advanceMs(500);
  assert.equal((await core.get("auth/token/lookup-self", token)).status, 403);
});

test("T1-T8: what is no token of ours is refused alike", async () => {
  const core = await withPolicies();
  const other = await withPolicies();
  const revoked = await childOf(core, { policies: ["tok"] });
  const { accessor } = (await core.get("auth/token/lookup-self", revoked)).data;
  await core.post("auth/token/revoke-self", {}, revoked);
  const expired = await childOf(core, { policies: ["tok"], ttl: "1s" });
  core.clock.advanceSeconds(1);
  const batch = await childOf(core, { policies: ["tok"], type: "batch" });
  const strangers = [
    null,
    "",
    "hvs.abcdefghijklmnopqrstuvwx",
    revoked,
    expired,
    await childOf(other, { policies: ["tok"] }),
    await childOf(other, { policies: ["tok"], type: "batch" }),
    core.rootToken.slice(0, -1),
    `${core.rootToken} `,
    `${core.rootToken}\n`,
    accessor,
    batch.slice(0, -1),
    `${batch}A`,
    "hvb.",
    "hvb.\u{ff}",
    "x".repeat(100_000),
  ];
  for (const token of strangers) {
    const answer = await core.get("auth/token/lookup-self", token);
    assert.deepEqual(
      [answer.status, answer.errors],
      [403, ["permission denied"]],
      String(token).slice(0, 40),
    );
    if (!token) continue;
    const asked = await core.post("auth/token/lookup", { token });
    assert.deepEqual([asked.status, asked.errors], [403, ["bad token"]], token.slice(0, 40));
  }
});

test("accessors that are missing or unknown are named as Terraform expects", async () => {
  const core = await withPolicies();
  const { status, errors } = await core.post("auth/token/lookup-accessor", { accessor: "zz" });
  assert.deepEqual([status, errors], [400, ["1 error occurred:\n\t* invalid accessor\n\n"]]);
  const missing = await core.post("auth/token/lookup-accessor", {});
  assert.deepEqual(missing.errors, ["1 error occurred:\n\t* missing accessor\n\n"]);
});

test("listing accessors needs sudo, and names them all", async () => {
  const core = await withPolicies();
  const tokens = await Promise.all(Array.from({ length: 30 }, () => childOf(core, { policies: ["tok"] })));
  assert.equal((await core.list("auth/token/accessors", tokens[0])).status, 403);
  const { keys } = (await core.list("auth/token/accessors")).data;
  assert.equal(keys.length, 31);
  for (const token of tokens) {
    assert.ok(keys.includes((await core.get("auth/token/lookup-self", token)).data.accessor));
  }
  assert.equal((await core.get("auth/token/accessors")).status, 405);
});

test("CVE-2020-25594: without a token, what exists looks like what does not", async () => {
  const core = await withPolicies();
  const paths = ["auth/token/lookup-self", "auth/token/nosuch", "auth/nosuch/x", "nosuch/x", "sys/mounts"];
  const answers = await Promise.all(paths.map((path) => core.get(path, null)));
  for (const { status, errors } of answers) assert.deepEqual([status, errors], [403, ["permission denied"]]);
});

test("a batch token is shown in whole seconds and has no accessor", async () => {
  const core = await withPolicies();
  core.clock.advanceMs(900);
  const token = await childOf(core, { policies: ["tok"], type: "batch", ttl: "1h" });
  const { data } = await core.get("auth/token/lookup-self", token);
  assert.deepEqual(
    [data.accessor, data.issue_time, data.expire_time, data.type, data.renewable, data.orphan],
    ["", "2026-01-02T03:04:05Z", "2026-01-02T04:04:05Z", "batch", false, false],
  );
  assert.deepEqual((await core.post("auth/token/lookup", { token })).data, data);
});

test("a batch token ends with its parent, and does not come back with another of the same id", async () => {
  const core = await withPolicies();
  const parent = await childOf(core, { policies: ["tok"], id: "mine" });
  const token = await childOf(core, { type: "batch" }, parent);
  await core.post("auth/token/revoke-self", {}, parent);
  assert.equal((await core.get("auth/token/lookup-self", token)).status, 403);
  assert.deepEqual((await core.post("auth/token/lookup", { token })).errors, ["bad token"]);
  await childOf(core, { policies: ["tok"], id: "mine" });
  assert.equal((await core.get("auth/token/lookup-self", token)).status, 403);
});

test("an orphaned batch token outlives its maker", async () => {
  const core = await withPolicies();
  const parent = await childOf(core, { policies: ["tok"] });
  const { auth } = await core.post("auth/token/create-orphan", { type: "batch" }, parent);
  await core.post("auth/token/revoke-self", {}, parent);
  assert.equal((await core.get("auth/token/lookup-self", auth.client_token)).status, 200);
});

test("a batch token that would not fit a header is not made", async () => {
  const core = await withPolicies();
  const meta = { x: "y".repeat(9000) };
  const { status, errors } = await core.post("auth/token/create", { policies: ["a"], type: "batch", meta });
  assert.equal(status, 400);
  assert.match(errors[0] ?? "", /longer than 8192 bytes/);
});
