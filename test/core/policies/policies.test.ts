import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ROOT_NAMESPACE } from "#base/namespace.ts";
import { CompiledAcl } from "#core/policies/matching/compiled-acl.ts";
import { POLICIES_GUARD, policyKey, policyRecord } from "#core/policies/policy-record.ts";
import { removeEndedPolicies, writePolicy } from "#core/policies/policy-store.ts";
import { may, policyText } from "#test/policies-room/acl-of.ts";
import { PoliciesRoom } from "#test/policies-room/policies-room.ts";

test("root may do everything, and root alone is root", () => {
  const room = new PoliciesRoom();
  const root = room.aclFor("root");
  assert.equal(root.isRoot, true);
  assert.equal(may(root, "delete", "sys/raw/x", { needsSudo: true, body: { a: 1 } }), true);
  assert.deepEqual(root.capabilities("x"), ["root"]);
  assert.equal(root.mayReachBelow("x/"), true);
});

test("root among other policies gives nothing, and is said aloud", () => {
  const room = new PoliciesRoom();
  const acl = room.aclFor("default", "root");
  assert.equal(acl.isRoot, false);
  assert.equal(may(acl, "update", "sys/capabilities-self"), false);
  assert.equal(may(acl, "help", "sys/capabilities-self"), true);
  assert.deepEqual(acl.capabilities("x"), ["deny"]);
  assert.equal(acl.mayReachBelow(""), false);
  assert.match(room.logged.join(), /root is among other policies/);
});

test("names that no policy has grant nothing", () => {
  const room = new PoliciesRoom();
  assert.equal(may(room.aclFor("nosuch"), "read", "x"), false);
  assert.equal(may(room.aclFor(), "read", "x"), false);
  assert.equal(room.policies.exists("nosuch"), false);
  for (const name of ["default", "root", "response-wrapping"]) assert.equal(room.policies.exists(name), true);
});

test("a set is compiled once and kept until a policy changes", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "read" }));
  const first = room.aclFor("a", "default");
  assert.equal(room.aclFor("a", "default"), first);
  room.put("b", policyText({ y: "read" }));
  assert.notEqual(room.aclFor("a", "default"), first);
});

test("a changed and a deleted policy are in effect with the next request", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "read" }));
  assert.equal(may(room.aclFor("a"), "read", "x"), true);
  room.put("a", policyText({ x: "list" }));
  assert.equal(may(room.aclFor("a"), "read", "x"), false);
  const transaction = room.transaction();
  transaction.delete(policyKey(ROOT_NAMESPACE, "a"));
  room.commit(transaction);
  assert.equal(may(room.aclFor("a"), "list", "x/"), false);
});

test("GHSA-mjch: sets whose names would join to one text are kept apart", () => {
  const room = new PoliciesRoom();
  room.put("a,b", policyText({ one: "read" }));
  room.put("a", policyText({ two: "read" }));
  room.put("b", policyText({ three: "read" }));
  for (let round = 0; round < 2; round++) {
    assert.equal(may(room.aclFor("a,b"), "read", "one"), true);
    assert.equal(may(room.aclFor("a", "b"), "read", "one"), false);
    assert.equal(may(room.aclFor("a", "b"), "read", "three"), true);
    assert.equal(may(room.aclFor("a"), "read", "three"), false);
  }
});

test("every change bumps the guard, and a write that an older policy allowed is refused", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "update" }));
  room.aclFor("a");
  const before = room.policies.authority();
  assert.equal(before.key, POLICIES_GUARD);
  room.put("a", policyText({ x: "deny" }));
  const late = room.transaction();
  late.put("logical/root/x", new Uint8Array(1));
  late.require(before.key, before.version);
  assert.equal(room.commit(late), POLICIES_GUARD);
  room.aclFor("a");
  assert.ok(room.policies.authority().version > before.version);
});

test("the guard that is given out is never newer than the set it vouches for", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "update" }));
  assert.equal(may(room.aclFor("a"), "update", "x"), true);
  // Applied, but this thread has not been told yet.
  room.put("a", policyText({ x: "deny" }));
  const allowed = may(room.policies.aclFor(["a"]), "update", "x");
  const { version } = room.policies.authority();
  assert.ok(!allowed || version < (room.store.get(POLICIES_GUARD)?.version ?? 0));
});

test("a set that is compiled while this thread is behind holds what is stored, not what was cached", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "update" }));
  room.cache.refresh();
  assert.equal(room.policies.inForce(ROOT_NAMESPACE, "a")?.text, policyText({ x: "update" }));
  room.put("a", policyText({ x: "deny" }));
  // The guard was not read before: it is new, and so must be the policy.
  assert.equal(may(room.policies.aclFor(["a"]), "update", "x"), false);
});

test("a guard that is read anew drops the sets of the one before, though no change was told yet", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "update" }));
  assert.equal(may(room.aclFor("a"), "update", "x"), true);
  room.put("a", policyText({ x: "deny" }));
  // Enough other records to push the guard out of this thread's cache.
  for (let at = 0; at < 70_000; at++) room.cache.read(policyRecord, policyKey(ROOT_NAMESPACE, `other-${at}`));
  assert.equal(may(room.policies.aclFor(["a"]), "update", "x"), false);
  assert.equal(room.policies.authority().version, room.store.get(POLICIES_GUARD)?.version);
});

test("a policy ends when its time has come, and with it what was compiled of it", () => {
  const room = new PoliciesRoom();
  const transaction = room.transaction();
  const rest = { version: 1, casRequired: false, modifiedAtMs: room.nowMs, expiresAtMs: room.nowMs + 60_000 };
  writePolicy(transaction, ROOT_NAMESPACE, { name: "brief", text: policyText({ x: "read" }), ...rest });
  room.commit(transaction);
  room.nowMs += 59_999;
  assert.equal(may(room.aclFor("brief"), "read", "x"), true);
  assert.equal(room.policies.exists("brief"), true);
  room.nowMs += 1;
  assert.equal(may(room.aclFor("brief"), "read", "x"), false);
  assert.equal(room.policies.exists("brief"), false);
});

test("ended policies are taken out of storage in bounded steps; one that was renewed meanwhile stays", async () => {
  const room = new PoliciesRoom();
  const write = (name: string, expiresAtMs: number) => {
    const transaction = room.transaction();
    const rest = { version: 1, casRequired: false, modifiedAtMs: room.nowMs, expiresAtMs };
    writePolicy(transaction, ROOT_NAMESPACE, { name, text: "", ...rest });
    room.commit(transaction);
  };
  for (const name of ["a", "b", "c/d", "renewed"]) write(name, room.nowMs + 1000);
  room.nowMs += 2000;
  room.cache.refresh();
  const isInForce = (name: string) => room.policies.inForce(ROOT_NAMESPACE, name) !== undefined;
  assert.equal(isInForce("renewed"), false);
  write("renewed", room.nowMs + 1000);
  const sweep = async (limit: number) => {
    const transaction = room.transaction();
    const removed = await removeEndedPolicies(transaction, ROOT_NAMESPACE, { isInForce, limit });
    assert.equal(room.commit(transaction), undefined);
    return removed;
  };
  assert.equal(await sweep(2), 2);
  assert.equal(await sweep(10), 1);
  assert.deepEqual(room.store.keysBelow("policy/"), ["policy/root/acl/default", "policy/root/acl/renewed"]);
});

test("templates are rendered for who asks, and shared sets stay as they are", () => {
  const room = new PoliciesRoom();
  room.put("own", policyText({ "home/{{identity.entity.name}}/*": "read" }));
  room.cache.refresh();
  const of = (name: string) => room.policies.aclFor(["own"], { valueOf: () => name });
  assert.equal(may(of("ann"), "read", "home/ann/x"), true);
  assert.equal(may(of("bob"), "read", "home/ann/x"), false);
  assert.equal(may(room.policies.aclFor(["own"]), "read", "home/ann/x"), false);
});

test("CVE-2020-10660: a changed identity is judged anew with every request", () => {
  const room = new PoliciesRoom();
  room.put("own", policyText({ "team/{{identity.entity.metadata.team}}/*": "read" }));
  room.cache.refresh();
  let team: string | undefined = "red";
  const context = { valueOf: () => team };
  assert.equal(may(room.policies.aclFor(["own"], context), "read", "team/red/x"), true);
  team = undefined;
  assert.equal(may(room.policies.aclFor(["own"], context), "read", "team/red/x"), false);
});

test("a stored policy that can not be parsed refuses its holders everything, and the log says which", () => {
  const room = new PoliciesRoom();
  room.put("broken", 'path "x" { capabilities = ["fly"] }');
  room.put("fine", policyText({ "*": "read" }));
  assert.equal(may(room.aclFor("broken", "fine"), "read", "x"), false);
  assert.equal(may(room.aclFor("fine"), "read", "x"), true);
  assert.match(room.logged.join(), /can not be read.*broken/);
});

test("more rules than a set may hold refuse everything", () => {
  const room = new PoliciesRoom();
  const text = Array.from({ length: 10_000 }, (_, at) => `path "${at}" {}`).join("\n");
  const names = Array.from({ length: 6 }, (_, at) => `p${at}`);
  for (const name of names) room.put(name, text);
  room.put("all", policyText({ "*": "read" }));
  assert.equal(may(room.aclFor("all", ...names), "read", "x"), false);
  assert.equal(may(room.aclFor("all", ...names.slice(0, 4)), "read", "x"), true);
});

test("sealing forgets every rule, and while sealed no set is compiled", () => {
  const room = new PoliciesRoom();
  room.put("a", policyText({ x: "read" }));
  room.aclFor("a");
  room.isSealed = true;
  room.cache.clear();
  assert.throws(() => room.policies.aclFor(["a"]), /sealed/);
  room.isSealed = false;
  assert.equal(may(room.aclFor("a"), "read", "x"), true);
});

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

test("CVE-2023-5954: ten thousand different sets and paths do not make memory grow without end", () => {
  const room = new PoliciesRoom();
  for (let at = 0; at < 30; at++) room.put(`p${at}`, policyText({ [`a${at}/*`]: "read" }));
  const ask = (at: number) => {
    const names = [`p${at % 30}`, `p${(at >> 2) % 30}`, `unknown-${at % 10_000}`];
    return room.policies.aclFor(names).capabilities(`a${at % 30}/${at}`);
  };
  room.cache.refresh();
  for (let at = 0; at < 20_000; at++) ask(at);
  const before = heapAfterCollection();
  for (let at = 0; at < 60_000; at++) ask(at);
  const grown = heapAfterCollection() - before;
  assert.ok(grown < 16 * 1024 * 1024, `${grown} bytes more than after the first 20,000`);
});

test("the default policy is stored at the start and grants what every client counts on", () => {
  const room = new PoliciesRoom();
  const acl = room.aclFor("default");
  const grants: [Parameters<typeof may>[1], string][] = [
    ["read", "auth/token/lookup-self"],
    ["update", "auth/token/renew-self"],
    ["update", "auth/token/revoke-self"],
    ["update", "sys/capabilities-self"],
    ["read", "sys/internal/ui/resultant-acl"],
    ["update", "sys/renew"],
    ["update", "sys/leases/renew"],
    ["update", "sys/leases/lookup"],
    ["create", "cubbyhole/a/b"],
    ["read", "cubbyhole/a"],
    ["update", "cubbyhole/a"],
    ["delete", "cubbyhole/a"],
    ["list", "cubbyhole/"],
    ["update", "sys/wrapping/wrap"],
    ["update", "sys/wrapping/lookup"],
    ["update", "sys/wrapping/unwrap"],
    ["update", "sys/tools/hash"],
    ["update", "sys/tools/hash/sha2-256"],
    ["read", "identity/oidc/provider/p/authorize"],
    ["update", "identity/oidc/provider/p/authorize"],
  ];
  for (const [operation, path] of grants)
    assert.equal(may(acl, operation, path), true, `${operation} ${path}`);
  for (const path of [
    "secret/a",
    "sys/mounts",
    "auth/token/create",
    "sys/policies/acl/default",
    "identity/entity/id/1",
  ]) {
    assert.deepEqual(acl.capabilities(path), ["deny"], path);
  }
  assert.ok(acl instanceof CompiledAcl);
  const own = room.policies.aclFor(["default"], { valueOf: () => "e-1" });
  assert.equal(may(own, "read", "identity/entity/id/e-1"), true);
  assert.equal(may(own, "read", "identity/entity/name/e-1"), true);
});

test("a wrapping token's policy opens its cubbyhole and nothing else", () => {
  const acl = new PoliciesRoom().aclFor("response-wrapping");
  assert.equal(may(acl, "read", "cubbyhole/response"), true);
  assert.equal(may(acl, "update", "sys/wrapping/unwrap"), true);
  assert.equal(may(acl, "read", "cubbyhole/other"), false);
});
