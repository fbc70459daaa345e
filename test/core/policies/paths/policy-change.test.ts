import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { policyText } from "#test/policies-room/acl-of.ts";
import { PoliciesRoom } from "#test/policies-room/policies-room.ts";
import {
  invalid,
  list,
  patch,
  read,
  POLICY_TEXT as TEXT,
  write,
} from "#test/policies-room/policy-requests.ts";

describe("check-and-set", () => {
  const mismatch = invalid("check-and-set parameter did not match the current version");
  test("0 and -1 are right where there is none", async () => {
    const room = new PoliciesRoom();
    await write(room, "a", { cas: 0 });
    await write(room, "b", { cas: -1 });
    await assert.rejects(write(room, "c", { cas: 5 }), mismatch);
    await assert.rejects(write(room, "c", { cas: -2 }), mismatch);
  });
  test("otherwise the version must be the current one", async () => {
    const room = new PoliciesRoom();
    await write(room, "p");
    await assert.rejects(write(room, "p", { cas: 0 }), mismatch);
    await assert.rejects(
      write(room, "p", { cas: -1 }),
      invalid("check-and-set parameter set to -1 on existing entry"),
    );
    await write(room, "p", { cas: 1 });
    assert.equal((await read(room, "policies/acl/p"))?.version, 2);
  });
  test("once required it must be given, until a write says otherwise", async () => {
    const room = new PoliciesRoom();
    const required = invalid("check-and-set parameter required for this call");
    await assert.rejects(write(room, "p", { cas_required: true }), required);
    await write(room, "p", { cas_required: true, cas: 0 });
    await assert.rejects(write(room, "p"), required);
    await assert.rejects(room.ask("update", "policy/p", { body: { policy: TEXT } }), required);
    await write(room, "p", { cas: 1 });
    assert.equal((await read(room, "policies/acl/p"))?.cas_required, false);
    await write(room, "p");
  });
});

describe("an end", () => {
  test("is given as a time or as a duration, and lasts until the next write", async () => {
    const room = new PoliciesRoom();
    await write(room, "p", { ttl: "1h" });
    assert.equal((await read(room, "policies/acl/p"))?.expiration, "2026-01-02T04:04:05.000Z");
    for (const expiration of [
      "2030-01-01T01:00:00+01:00",
      "2030-01-01T00:00:00.000000001Z",
      1893456000,
      "1893456000",
    ]) {
      await write(room, "p", { expiration });
      assert.equal((await read(room, "policies/acl/p"))?.expiration, "2030-01-01T00:00:00.000Z");
    }
    await write(room, "p");
    assert.equal("expiration" in ((await read(room, "policies/acl/p")) ?? {}), false);
  });
  test("makes a policy unreadable, unlisted and new", async () => {
    const room = new PoliciesRoom();
    await write(room, "p", { ttl: 60 });
    room.nowMs += 60_000;
    assert.equal(await read(room, "policies/acl/p"), undefined);
    assert.deepEqual(await list(room, "policies/acl"), { keys: ["default", "root"] });
    await assert.rejects(patch(room, "p", { policy: TEXT }), invalid("policy not found"));
    await write(room, "p", { cas: 0 });
    assert.equal((await read(room, "policies/acl/p"))?.version, 1);
  });
  test("must be one, and must be to come", async () => {
    const room = new PoliciesRoom();
    const elapsed = invalid("refusing to update policy as expiration time has already elapsed");
    await assert.rejects(
      write(room, "p", { ttl: "1h", expiration: "2030-01-01T00:00:00Z" }),
      invalid(/cannot supply both/),
    );
    await assert.rejects(write(room, "p", { ttl: 0 }), elapsed);
    await assert.rejects(write(room, "p", { expiration: "2020-01-01T00:00:00Z" }), elapsed);
    for (const expiration of ["x", "", "tomorrow", "2030-13-01T00:00:00Z", true, [], {}]) {
      await assert.rejects(
        write(room, "p", { expiration }),
        invalid(/field "expiration"/),
        JSON.stringify(expiration),
      );
    }
    await assert.rejects(write(room, "p", { ttl: "-1h" }), invalid(/field "ttl"/));
  });
});

describe("a patch", () => {
  test("changes what it names and keeps the rest", async () => {
    const room = new PoliciesRoom();
    await write(room, "p", { ttl: "1h", cas_required: true, cas: 0 });
    assert.deepEqual(await patch(room, "p", { policy: policyText({ y: "list" }) }), {
      reply: {},
      warnings: [],
    });
    const { policy, version, cas_required, expiration } = (await read(room, "policies/acl/p")) ?? {};
    assert.deepEqual(
      [policy, version, cas_required, expiration],
      [policyText({ y: "list" }), 2, true, "2026-01-02T04:04:05.000Z"],
    );
    await patch(room, "p", { ttl: "2h", cas: 2 });
    assert.equal((await read(room, "policies/acl/p"))?.expiration, "2026-01-02T05:04:05.000Z");
  });
  test("takes an end away with null", async () => {
    const room = new PoliciesRoom();
    await write(room, "p", { ttl: "1h" });
    await patch(room, "p", { expiration: null });
    assert.equal("expiration" in ((await read(room, "policies/acl/p")) ?? {}), false);
  });
  test("is refused for what is not there, a wrong version and an empty policy", async () => {
    const room = new PoliciesRoom();
    await assert.rejects(patch(room, "p", { policy: TEXT }), invalid("policy not found"));
    await write(room, "p");
    await assert.rejects(patch(room, "p", { ttl: "1h", cas: 7 }), invalid(/did not match/));
    await assert.rejects(patch(room, "p", { policy: "" }), invalid(/not supplied or empty/));
  });
});

test("CVE-2026-5006: templates can not be told to take unsafe values", async () => {
  const room = new PoliciesRoom();
  for (const kind of ["wildcards", "slashes"]) {
    const key = `allow_${kind}_in_identity_templates`;
    await assert.rejects(write(room, "p", { [key]: true }), invalid(/could then widen a rule/));
    await write(room, "p", { [key]: false });
  }
});
