import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { POLICIES_GUARD } from "#core/policies/policy-record.ts";
import { policyText } from "#test/policies-room/acl-of.ts";
import { PoliciesRoom } from "#test/policies-room/policies-room.ts";
import {
  invalid,
  list,
  patch,
  read,
  refusal,
  POLICY_TEXT as TEXT,
  write,
} from "#test/policies-room/policy-requests.ts";

const NOW = "2026-01-02T03:04:05.000Z";

describe("reading and writing", () => {
  test("a policy is written without an answer and read back under both paths", async () => {
    const room = new PoliciesRoom();
    assert.deepEqual(await write(room, "p"), { reply: undefined, warnings: [] });
    const shown = {
      name: "p",
      version: 1,
      cas_required: false,
      allow_wildcards_in_identity_templates: false,
      allow_slashes_in_identity_templates: false,
      modified: NOW,
    };
    assert.deepEqual(await read(room, "policies/acl/p"), { ...shown, policy: TEXT });
    assert.deepEqual(await read(room, "policy/p"), { ...shown, rules: TEXT });
  });

  test("what is not there is nothing to read, and nothing to delete", async () => {
    const room = new PoliciesRoom();
    for (const path of ["policies/acl/p", "policy/p", "policies/acl/control-group"])
      assert.equal(await read(room, path), undefined);
    assert.equal((await room.ask("delete", "policies/acl/p")).reply, undefined);
  });

  test("a deleted policy is gone, and begins at version 1 again", async () => {
    const room = new PoliciesRoom();
    await write(room, "p");
    await write(room, "p");
    await room.ask("delete", "policy/p");
    assert.equal(await read(room, "policies/acl/p"), undefined);
    await write(room, "p");
    assert.equal((await read(room, "policies/acl/p"))?.version, 1);
  });

  test("base64 is stored as what it stands for", async () => {
    const room = new PoliciesRoom();
    await write(room, "p", { policy: new TextEncoder().encode(TEXT).toBase64() });
    assert.equal((await read(room, "policies/acl/p"))?.policy, TEXT);
  });

  test("a policy that can not be parsed is refused and nothing is written", async () => {
    const room = new PoliciesRoom();
    const before = room.store.get(POLICIES_GUARD)?.version;
    await assert.rejects(write(room, "p", { policy: "path {" }), invalid(/^failed to parse policy: /));
    assert.equal(await read(room, "policies/acl/p"), undefined);
    assert.equal(room.store.get(POLICIES_GUARD)?.version, before);
  });

  test("a policy must be given", async () => {
    const room = new PoliciesRoom();
    for (const body of [{}, { policy: "" }, { policy: null }]) {
      const empty = invalid("'policy' parameter not supplied or empty");
      await assert.rejects(room.ask("update", "policies/acl/p", { body }), empty);
      await assert.rejects(room.ask("update", "policy/p", { body }), empty);
    }
  });

  test("rules is the old name of policy, under the old path alone", async () => {
    const room = new PoliciesRoom();
    const { warnings } = await room.ask("update", "policy/p", { body: { rules: TEXT } });
    assert.deepEqual(warnings, ["'rules' is deprecated, please use 'policy' instead"]);
    const both = await room.ask("update", "policy/q", { body: { rules: "nonsense", policy: TEXT } });
    assert.deepEqual(both, { reply: undefined, warnings: [] });
    await assert.rejects(
      room.ask("update", "policies/acl/r", { body: { rules: TEXT } }),
      invalid(/not supplied/),
    );
  });

  test("A4: warnings about the text come with the answer", async () => {
    const { warnings } = await write(new PoliciesRoom(), "p", { policy: policyText({ "a/*/b": "read" }) });
    assert.match(warnings[0] ?? "", /'\*' is a wildcard only as the last character/);
  });

  test("every change and no refusal bumps the guard", async () => {
    const room = new PoliciesRoom();
    const version = () => room.store.get(POLICIES_GUARD)?.version ?? 0;
    const steps: [() => Promise<unknown>, boolean][] = [
      [() => write(room, "p"), true],
      [() => write(room, "p"), true],
      [() => patch(room, "p", { cas_required: true }), true],
      [() => room.ask("delete", "policies/acl/p"), true],
      [() => room.ask("delete", "policies/acl/p"), false],
      [() => room.ask("read", "policies/acl/default"), false],
    ];
    for (const [step, bumps] of steps) {
      const before = version();
      await step();
      assert.equal(version() > before, bumps, `${step}`);
    }
  });
});

describe("names", () => {
  test("are lower-case, and a conversion is told", async () => {
    const room = new PoliciesRoom();
    assert.deepEqual((await write(room, "UPPER")).warnings, ["policy name was converted to upper"]);
    assert.equal((await read(room, "policies/acl/Upper"))?.name, "upper");
    assert.equal((await write(room, " upper ")).warnings.length, 1);
    await room.ask("delete", "policies/acl/UPPER");
    assert.equal(await read(room, "policies/acl/upper"), undefined);
  });

  test("A7, A8: root is neither written nor deleted, in no spelling", async () => {
    const room = new PoliciesRoom();
    for (const name of ["root", "ROOT", " root", "root "]) {
      await assert.rejects(write(room, name), invalid('cannot update "root" policy'));
      await assert.rejects(patch(room, name, { policy: TEXT }), invalid('cannot update "root" policy'));
      await assert.rejects(
        room.ask("delete", `policies/acl/${name}`),
        invalid('cannot delete "root" policy'),
      );
    }
    for (const name of ["\u{a0}root", "ｒoot", "..", "a/../b", "a\u{200b}"]) {
      await assert.rejects(write(room, name), invalid(/policy name/), name);
    }
    assert.equal((await read(room, "policies/acl/root"))?.policy, "");
  });

  test("internal policies are neither written nor deleted", async () => {
    const room = new PoliciesRoom();
    for (const name of ["response-wrapping", "control-group"]) {
      await assert.rejects(write(room, name), invalid(`cannot update "${name}" policy`));
      await assert.rejects(room.ask("delete", `policy/${name}`), invalid(`cannot delete "${name}" policy`));
    }
    assert.match(String((await read(room, "policies/acl/response-wrapping"))?.policy), /cubbyhole\/response/);
  });

  test("default may be edited, neither deleted nor made to end", async () => {
    const room = new PoliciesRoom();
    await assert.rejects(room.ask("delete", "policies/acl/default"), invalid("cannot delete default policy"));
    await assert.rejects(write(room, "default", { ttl: "1h" }), invalid(/default policy cannot expire/));
    await write(room, "default");
    assert.equal((await read(room, "policies/acl/default"))?.policy, TEXT);
  });

  test("GHSA-fg5x: another spelling of a name is judged as the name it stands for", async () => {
    const room = new PoliciesRoom();
    room.put(
      "clerk",
      policyText({
        "sys/policies/acl/*": "read update delete patch list",
        "sys/policies/acl/admin": "deny",
        "sys/policies/acl/team/*": "deny",
      }),
    );
    const denied = refusal("permission_denied", "1 error occurred:\n\t* permission denied\n\n");
    for (const name of ["AdMiN", "admin ", " ADMIN", "Team/x"]) {
      const path = `policies/acl/${name}`;
      const asked = { as: ["clerk"], body: { policy: TEXT } };
      for (const operation of ["read", "update", "patch", "delete"] as const) {
        await assert.rejects(
          room.ask(operation, path, operation === "read" ? { as: ["clerk"] } : asked),
          denied,
          name,
        );
      }
    }
    await assert.rejects(room.ask("list", "policies/acl/TEAM", { as: ["clerk"] }), denied);
    await room.ask("update", "policies/acl/Other", { as: ["clerk"], body: { policy: TEXT } });
    assert.deepEqual(
      room.store.keysBelow("policy/"),
      ["clerk", "default", "other"].map((name) => `policy/root/acl/${name}`),
    );
  });
});

describe("lists", () => {
  test("hold every policy, and root last", async () => {
    const room = new PoliciesRoom();
    for (const name of ["zeta", "team/b", "team/a/x", "alpha"]) await write(room, name);
    const keys = ["alpha", "default", "team/a/x", "team/b", "zeta", "root"];
    assert.deepEqual(await list(room, "policies/acl"), { keys });
    assert.deepEqual(await list(room, "policy"), { keys, policies: keys });
    assert.deepEqual(await read(room, "policy"), { keys, policies: keys });
  });

  test("below a folder hold its names in full", async () => {
    const room = new PoliciesRoom();
    for (const name of ["team/b", "team/a/x", "teams"]) await write(room, name);
    assert.deepEqual(await list(room, "policies/acl/team"), { keys: ["team/a/x", "team/b"] });
    assert.deepEqual(await list(room, "policy/team/a/"), { keys: ["team/a/x"], policies: ["team/a/x"] });
    assert.equal(await list(room, "policies/acl/nosuch"), undefined);
    assert.equal(await list(room, "policies/detailed/acl/nosuch"), undefined);
  });

  test("in detail hold each policy as it is read", async () => {
    const room = new PoliciesRoom();
    await write(room, "team/b");
    const { policy: defaultText, ...rest } = (await read(room, "policies/acl/default")) ?? {};
    const data = await list(room, "policies/detailed/acl");
    assert.deepEqual(data?.keys, ["default", "team/b", "root"]);
    assert.deepEqual(
      { ...(data?.key_info as object) },
      {
        default: { ...rest, policy: defaultText },
        "team/b": await read(room, "policies/acl/team/b"),
        root: await read(room, "policies/acl/root"),
      },
    );
    assert.deepEqual((await list(room, "policies/detailed/acl/team"))?.keys, ["team/b"]);
  });

  test("page through storage without leaving anything out", async () => {
    const room = new PoliciesRoom();
    for (let at = 0; at < 2500; at++) room.put(`p${String(at).padStart(4, "0")}`, "");
    const { keys } = (await list(room, "policies/acl")) ?? {};
    assert.equal(Array.isArray(keys) && keys.length, 2502);
  });
});
