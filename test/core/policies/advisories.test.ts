// Advisories of security.md §1 that belong to matching and have no test of their own name elsewhere in this folder.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Operation } from "#contract/operation.ts";
import { aclOf, may, policyText } from "#test/policies-room/acl-of.ts";

test("CVE-2026-12624, GHSA-xp3c: a listing does not get past a deny by its slash", () => {
  for (const deny of ["m/p/*", "m/p*", "m/p", "m/p/"]) {
    const acl = aclOf(policyText({ "m/*": "list", [deny]: "deny" }));
    assert.equal(may(acl, "list", "m/p/"), false, deny);
    assert.equal(may(acl, "list", "m/p/", { query: { after: "x", limit: "1" } }), false, deny);
    assert.deepEqual(acl.capabilities("m/p/"), ["deny"], deny);
    assert.equal(may(acl, "list", "m/q/"), true);
  }
});

test("CVE-2026-3605: the matcher takes a path as it stands, and resolves or decodes nothing in it", () => {
  const acl = aclOf(
    policyText({ "secret/data/app/*": "delete", "secret/data/other": "deny", "secret/+/x": "delete" }),
  );
  assert.equal(may(acl, "delete", "secret/data/other"), false);
  for (const path of [
    "secret/data/other/",
    "secret/data/./app/x",
    "secret//data/app/x",
    "SECRET/data/app/x",
  ]) {
    assert.equal(may(acl, "delete", path), false, path);
  }
  // One + is one segment, however it is written.
  for (const path of ["secret/a/b/x", "secret/a%2fb/y", "secret/x"])
    assert.equal(may(acl, "delete", path), false, path);
});

test("CVE-2023-0665: a capability on one path grants nothing beside it", () => {
  const acl = aclOf(policyText({ "pki/issue/*": "create update" }));
  const operations: Operation[] = ["read", "create", "update", "delete", "list", "patch"];
  for (const operation of operations) {
    for (const path of ["pki/issuer/default", "pki/issu", "pki/issue", "pki/key/1", "pki/"]) {
      assert.equal(may(acl, operation, path), false, `${operation} ${path}`);
    }
  }
});
