import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { policyText } from "#test/policies-room/acl-of.ts";
import { PoliciesRoom } from "#test/policies-room/policies-room.ts";

const invalid = (message: string) => (error: unknown) =>
  error instanceof VaultError && error.code === "invalid_request" && error.message === message;

function aRoom(): PoliciesRoom {
  const room = new PoliciesRoom();
  room.put(
    "p",
    policyText({ "secret/*": "sudo create update read", "secret/no/*": "deny", exact: "update read" }),
  );
  room.tokens.set("token-1", ["p"]).set("accessor-1", ["p"]);
  return room;
}

async function ask(path: string, body: Record<string, unknown>, as: string[] = ["p"]) {
  const { data } = (await aRoom().ask("update", path, { body, as })).reply ?? {};
  return { ...data };
}

test("each path has a member with its capabilities, in the alphabet's order", async () => {
  assert.deepEqual(
    await ask("capabilities-self", { paths: ["secret/a", "secret/no/x", "nowhere", "exact"] }),
    {
      "secret/a": ["create", "read", "sudo", "update"],
      "secret/no/x": ["deny"],
      nowhere: ["deny"],
      exact: ["read", "update"],
    },
  );
});

test("one path is answered under capabilities too", async () => {
  const expected = { exact: ["read", "update"], capabilities: ["read", "update"] };
  assert.deepEqual(await ask("capabilities-self", { paths: ["exact"] }), expected);
  assert.deepEqual(await ask("capabilities-self", { path: "exact" }), expected);
});

test("path is the old name of paths: a list, or a text with commas", async () => {
  const both = { exact: ["read", "update"], nowhere: ["deny"] };
  assert.deepEqual(await ask("capabilities-self", { path: ["exact", "nowhere"] }), both);
  assert.deepEqual(await ask("capabilities-self", { path: "exact, nowhere" }), both);
  assert.deepEqual(Object.keys(await ask("capabilities-self", { path: "exact", paths: ["nowhere"] })), [
    "nowhere",
    "capabilities",
  ]);
});

test("a leading slash stays in the answer and does not matter", async () => {
  assert.deepEqual((await ask("capabilities-self", { paths: ["/exact", "x"] }))["/exact"], [
    "read",
    "update",
  ]);
});

test("root is told as root", async () => {
  assert.deepEqual((await ask("capabilities-self", { paths: ["x"] }, ["root"])).x, ["root"]);
});

test("paths named like members of every object are paths", async () => {
  const answer = await ask("capabilities-self", { paths: ["__proto__", "constructor", "capabilities"] });
  assert.deepEqual(Object.keys(answer).sort(), ["__proto__", "capabilities", "constructor"]);
});

test("another token is asked for by id, or by accessor", async () => {
  const expected = ["create", "read", "sudo", "update"];
  assert.deepEqual(
    (await ask("capabilities", { token: "token-1", paths: ["secret/a"] }, ["root"])).capabilities,
    expected,
  );
  assert.deepEqual(
    (await ask("capabilities-accessor", { accessor: "accessor-1", paths: ["secret/a"] }, ["root"]))
      .capabilities,
    expected,
  );
});

test("-self answers for the caller, whatever token is named", async () => {
  const answer = await ask("capabilities-self", { paths: ["x"], token: "token-1" }, ["root"]);
  assert.deepEqual(answer.x, ["root"]);
});

test("what is missing or unknown is refused in Vault's words", async () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ["capabilities-self", {}, "paths must be supplied"],
    ["capabilities-self", { paths: [] }, "paths must be supplied"],
    ["capabilities-self", { paths: ["", " "] }, "paths must be supplied"],
    ["capabilities", { token: "token-1" }, "paths must be supplied"],
    ["capabilities", { paths: ["x"] }, "1 error occurred:\n\t* missing token\n\n"],
    ["capabilities", { paths: ["x"], token: "nope" }, "1 error occurred:\n\t* invalid token\n\n"],
    ["capabilities-accessor", { paths: ["x"] }, "missing accessor"],
    [
      "capabilities-accessor",
      { paths: ["x"], accessor: "nope" },
      "1 error occurred:\n\t* invalid accessor\n\n",
    ],
    ["capabilities-accessor", { accessor: "accessor-1" }, "paths must be supplied"],
  ];
  for (const [path, body, message] of cases) {
    await assert.rejects(ask(path, body, ["root"]), invalid(message), `${path} ${JSON.stringify(body)}`);
  }
});

test("asking writes nothing", async () => {
  const room = aRoom();
  const before = room.store.keysBelow("");
  await room.ask("update", "capabilities", { body: { token: "token-1", paths: ["x"] } });
  assert.deepEqual(room.store.keysBelow(""), before);
});
