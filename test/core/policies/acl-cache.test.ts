import assert from "node:assert/strict";
import { test } from "node:test";
import { AclCache, type CachedAcl } from "#core/policies/acl-cache.ts";
import { CLOSED_ACL } from "#core/policies/matching/fixed-acls.ts";

const entry = (ruleCount = 1): CachedAcl => ({
  acl: CLOSED_ACL,
  expiresAtMs: Number.POSITIVE_INFINITY,
  ruleCount,
});

test("the tuple is the key: order, number and namespace matter", () => {
  const cache = new AclCache<CachedAcl>();
  const kept = entry();
  cache.set("root", ["a", "b"], kept);
  assert.equal(cache.get("root", ["a", "b"]), kept);
  for (const names of [["b", "a"], ["a"], ["a", "b", "c"], ["a,b"], ["ab"], []]) {
    assert.equal(cache.get("root", names), undefined, names.join());
  }
  assert.equal(cache.get("other", ["a", "b"]), undefined);
  assert.equal(cache.get("root", ["__proto__"]), undefined);
});

test("no names are a set like any other", () => {
  const cache = new AclCache<CachedAcl>();
  const kept = entry();
  cache.set("root", [], kept);
  assert.equal(cache.get("root", []), kept);
});

test("it holds so many sets and begins anew", () => {
  const cache = new AclCache<CachedAcl>();
  for (let at = 0; at < 10_000; at++) {
    cache.set("root", [`p${at}`], entry());
    assert.ok(cache.size <= 4096);
  }
  assert.ok(cache.get("root", ["p9999"]));
});

test("it holds so many rules and begins anew", () => {
  const cache = new AclCache<CachedAcl>();
  for (let at = 0; at < 50; at++) cache.set("root", [`p${at}`], entry(100_000));
  assert.ok(cache.size < 10);
});

test("a set that is put again is counted once", () => {
  const cache = new AclCache<CachedAcl>();
  cache.set("root", ["a"], entry());
  cache.set("root", ["a"], entry());
  assert.equal(cache.size, 1);
  cache.clear();
  assert.equal(cache.get("root", ["a"]), undefined);
});
