import assert from "node:assert/strict";
import { test } from "node:test";
import { policyText } from "#test/policies-room/acl-of.ts";
import { PoliciesRoom } from "#test/policies-room/policies-room.ts";

async function describe(as: readonly string[], ...texts: string[]) {
  const room = new PoliciesRoom();
  texts.forEach((text, at) => {
    room.put(`p${at}`, text);
  });
  return JSON.parse(
    JSON.stringify((await room.ask("read", "internal/ui/resultant-acl", { as })).reply?.data),
  );
}

test("root has nothing to tell but that", async () => {
  assert.deepEqual(await describe(["root"]), { root: true });
});

test("exact and prefix rules are told with their capabilities, rules with + are not", async () => {
  const text = policyText({
    a: "update read",
    "b/*": "patch sudo read list delete create update",
    "c/+": "read",
    d: "deny",
    e: "",
  });
  assert.deepEqual(await describe(["p0"], text), {
    root: false,
    exact_paths: {
      a: { capabilities: ["read", "update"] },
      d: { capabilities: ["deny"] },
      e: { capabilities: ["deny"] },
    },
    glob_paths: { "b/": { capabilities: ["create", "delete", "list", "read", "sudo", "update", "patch"] } },
  });
});

test("constraints are told as they hold after merging", async () => {
  const first = `path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["a", 1] } denied_parameters = { "y" = [] }
    required_parameters = ["x"] min_wrapping_ttl = "1500ms" }`;
  const second =
    'path "a" { capabilities = ["list"] allowed_parameters = { "X" = ["b"] } max_wrapping_ttl = "100.5s" }';
  assert.deepEqual((await describe(["p0", "p1"], first, second)).exact_paths, {
    a: {
      capabilities: ["list", "read"],
      allowed_parameters: { x: ["a", 1, "b"] },
      denied_parameters: { y: [] },
      required_parameters: ["x"],
      min_wrapping_ttl: 2,
      max_wrapping_ttl: 100,
    },
  });
});

test("policies that can not be read are told as no rules at all", async () => {
  assert.deepEqual(await describe(["p0"], "broken {"), { root: false, exact_paths: {}, glob_paths: {} });
});
