// Row A of the corpus of bad inputs: policy texts and names, against a running server.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { assertRefused } from "#test/security/refusal.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const rules = (count: number): string =>
  Array.from({ length: count }, (_, at) => `path "p${at}" { capabilities = ["read"] }`).join("\n");

/** Id, what it is, the text, the status, the whole reason. */
const texts: [id: string, says: string, text: string, status: number, reason: string | RegExp][] = [
  [
    "A1",
    "an unclosed brace",
    'path "x" {',
    400,
    "failed to parse policy: line 1, column 11: { of line 1 is not closed",
  ],
  [
    "A1",
    "an unclosed brace further down",
    '# one\n\npath "x" {\n',
    400,
    /^failed to parse policy: line \d, column \d+: \{ of line 3 is not closed$/,
  ],
  [
    "A2",
    "an unknown capability",
    'path "x" { capabilities = ["fly"] }',
    400,
    'failed to parse policy: path "x": invalid capability "fly" on line 1',
  ],
  [
    "A3",
    "a + and a * together",
    'path "a/+*" { capabilities = ["read"] }',
    400,
    `failed to parse policy: path "a/+*": invalid use of wildcards ('+*' is forbidden) on line 1`,
  ],
  ["A5", "a megabyte of rules", rules(25_000), 413, /too large|longer than|exceeded maximum/],
  ["A5", "100,000 rules", rules(100_000), 413, /too large|longer than|exceeded maximum/],
  ["A6", "100,000 blocks in each other", "a { ".repeat(100_000), 400, /nested more than 16 deep$/],
  [
    "A6",
    "the same in JSON",
    `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
    400,
    /nested more than 16 deep/,
  ],
  [
    "A9",
    "one attribute twice",
    'path "x" { capabilities = ["read"] capabilities = ["list"] }',
    400,
    /was already set/,
  ],
  [
    "A11",
    "an unknown template",
    'path "x/{{nonsense.y}}" { capabilities = ["deny"] }',
    400,
    'failed to parse policy: path "x/{{nonsense.y}}": failed to validate policy templating: unknown template on line 1',
  ],
  [
    "A11",
    "a template without an end",
    'path "x/{{identity.entity.id" { capabilities = ["deny"] }',
    400,
    /unbalanced templating characters on line 1$/,
  ],
  [
    "A13",
    "a heredoc where a block belongs",
    "path = <<EOF\nx\nEOF\n",
    400,
    "failed to parse policy: path must be a block in braces on line 1",
  ],
];

describe("bad policies", () => {
  let server: UnsealedServer;
  before(async () => {
    server = await UnsealedServer.start({ tls: false });
  });
  after(async () => {
    assert.equal(server.process.exitCode, null);
    await server[Symbol.asyncDispose]();
  });

  async function mayRead(policy: string, path: string): Promise<string[]> {
    (await server.root.put("/v1/sys/policies/acl/asked", { policy })).expect(200, 204);
    const wish = { policies: ["asked"], no_default_policy: true };
    const { client_token: token } = (await server.root.put("/v1/auth/token/create", wish)).expect(200).json
      .auth;
    return (await server.root.put("/v1/sys/capabilities", { token, paths: [path] })).expect(200).data[path];
  }

  for (const [id, says, policy, status, reason] of texts) {
    test(`${id}: ${says} → ${status}, within a second, and nothing is stored`, async () => {
      const startedAt = performance.now();
      assertRefused(await server.root.put("/v1/sys/policies/acl/bad", { policy }), status, reason);
      assert.ok(performance.now() - startedAt < 5_000);
      assertRefused(await server.root.get("/v1/sys/policies/acl/bad"), 404, "");
    });
  }

  test("A4: a * in the middle of a path is a letter, and whoever writes it is warned", async () => {
    const policy = 'path "a/*/b" { capabilities = ["read"] }';
    const { json } = (await server.root.put("/v1/sys/policies/acl/star", { policy })).expect(200);
    assert.deepEqual(json.warnings, [
      `path "a/*/b": '*' is a wildcard only as the last character of a path; it is taken literally here`,
    ]);
    assert.deepEqual(await mayRead(policy, "a/*/b"), ["read"]);
    assert.deepEqual(await mayRead(policy, "a/x/b"), ["deny"]);
  });

  test("A7: names that are root's, whatever their spelling, or that leave their place → 400; a slash is part of a name", async () => {
    const policy = 'path "x" { capabilities = ["read"] }';
    for (const name of ["root", "ROOT", "Root", "%20root", "root%20"]) {
      assertRefused(
        await server.root.put(`/v1/sys/policies/acl/${name}`, { policy }),
        400,
        'cannot update "root" policy',
      );
    }
    for (const name of ["..", "%2e%2e", "a/../b", "a%2f..%2fb", "."]) {
      const answer = await server.root.put(`/v1/sys/policies/acl/${name}`, { policy });
      assertRefused(answer, 400, /path cannot contain parent references|non-canonical path/);
    }
    (await server.root.put("/v1/sys/policies/acl/a/b", { policy })).expect(204);
    assert.equal((await server.root.get("/v1/sys/policies/acl/a/b")).data.policy, policy);
  });

  test("A8: root is neither written nor deleted, default not deleted", async () => {
    for (const route of ["policies/acl", "policy"]) {
      assertRefused(await server.root.delete(`/v1/sys/${route}/root`), 400, 'cannot delete "root" policy');
      assertRefused(
        await server.root.delete(`/v1/sys/${route}/default`),
        400,
        "cannot delete default policy",
      );
    }
  });

  test("A9: two blocks of one path are one rule with the capabilities of both, and a deny wins", async () => {
    const block = (capability: string): string => `path "x" { capabilities = ["${capability}"] }`;
    assert.deepEqual(await mayRead(`${block("read")}\n${block("list")}`, "x"), ["list", "read"]);
    assert.deepEqual(await mayRead(`${block("read")}\n${block("deny")}`, "x"), ["deny"]);
    const json = '{"path":{"x":{"capabilities":["read"]}},"path":{"x":{"capabilities":["list"]}}}';
    assert.deepEqual(await mayRead(json, "x"), ["list", "read"]);
  });

  test("A10: a deny whose template cannot be resolved denies all that it might have meant", async () => {
    const policy =
      'path "x/*" { capabilities = ["read"] }\npath "x/{{identity.entity.metadata.team}}/y" { capabilities = ["deny"] }';
    assert.deepEqual(await mayRead(policy, "x/any/y"), ["deny"]);
    assert.deepEqual(await mayRead(policy, "x/any/z"), ["read"]);
  });

  test("A12: the same rule in HCL and in JSON says the same", async () => {
    const hcl = 'path "a/+/c*" { capabilities = ["read", "create"] }';
    const json = '{"path":{"a/+/c*":{"capabilities":["read","create"]}}}';
    for (const path of ["a/b/c", "a/b/cd/e", "a/c", "a/b/d"]) {
      assert.deepEqual(await mayRead(json, path), await mayRead(hcl, path), path);
    }
  });

  test("A13: interpolation is text; nothing is evaluated", async () => {
    const placeholder = "$".concat("{env.HOME}");
    const policy = `path "x/${placeholder}" { capabilities = ["read"] }`;
    assert.deepEqual(await mayRead(policy, `x/${placeholder}`), ["read"]);
    assert.deepEqual(await mayRead(policy, `x/${process.env.HOME}`), ["deny"]);
  });
});
