// Row T of the corpus of bad inputs: tokens, passwords and what is asked of them, against a running server.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { HttpAnswer } from "#test/http-client/http-answer.ts";
import { assertRefused } from "#test/security/refusal.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const DENIED = "permission denied";
const SELF = "/v1/auth/token/lookup-self";
const LONGEST_PASSWORD = 4096;

describe("bad tokens and credentials", () => {
  let server: UnsealedServer;
  let pid: number;
  before(async () => {
    server = await UnsealedServer.start({ tls: false });
    pid = server.process.pid;
    const policy = 'path "auth/token/*" { capabilities = ["create", "read", "update"] }';
    (await server.root.put("/v1/sys/policies/acl/maker", { policy })).expect(204);
    (await server.root.put("/v1/sys/auth/userpass", { type: "userpass" })).expect(204);
  });
  after(async () => {
    assert.equal(server.process.exitCode, null);
    assert.equal(server.process.pid, pid);
    await server[Symbol.asyncDispose]();
  });

  async function made(wish: object, route = "create"): Promise<{ client_token: string; accessor: string }> {
    return (await server.root.put(`/v1/auth/token/${route}`, wish)).expect(200).json.auth;
  }

  test("T1: no token → 403, and health is told to anybody", async () => {
    assertRefused(await server.anybody.get("/v1/kv/a"), 403, /permission denied/);
    assertRefused(await server.anybody.get("/v1/sys/mounts"), 403, /permission denied/);
    (await server.anybody.get("/v1/sys/health")).expect(200);
  });

  test("T2, T3, T4, T5, T6, T7, T8: whatever a token is instead of good, one answer, byte for byte", async () => {
    await using other = await UnsealedServer.start({ tls: false });
    const revoked = await made({ policies: ["maker"] });
    (await server.root.put("/v1/auth/token/revoke", { token: revoked.client_token })).expect(204);
    const expired = await made({ policies: ["maker"], ttl: "1s" });
    const good = await made({ policies: ["maker"] });
    const expiry = Date.now() + 10_000;
    while ((await server.as(expired.client_token).get(SELF)).isDone) assert.ok(Date.now() < expiry);
    const { client_token: token } = good;
    const bad: Record<string, string> = {
      "T2 random": `hvs.${"Ab3".repeat(8)}`,
      "T2 random, old form": `s.${"Ab3".repeat(8)}`,
      "T2 random batch": `hvb.${"AAAAAQ".repeat(20)}`,
      "T3 revoked": revoked.client_token,
      "T4 expired": expired.client_token,
      "T5 of another cluster": other.rootToken,
      "T6 cut off": token.slice(0, -1),
      "T6 only its kind": "hvs.",
      "T7 with a space inside": `${token.slice(0, 9)} ${token.slice(9)}`,
      "T7 with a tab at the end": `${token}\t.`,
      "T7 in other case": token.toUpperCase(),
      "T7 with what is no ASCII": `${token}\u00e9`,
      "T8 its accessor": good.accessor,
    };
    const answers = new Set<string>();
    for (const [what, value] of Object.entries(bad)) {
      using client = server.as(value);
      const answer = await client.get(SELF);
      assertRefused(answer, 403, DENIED);
      const { date: _, ...headers } = answer.headers;
      answers.add(JSON.stringify([answer.text, headers]));
      assert.equal(answers.size, 1, what);
    }
    (await server.as(token).get(SELF)).expect(200);
  });

  test("T9: a batch token cannot be revoked → 400, by itself or by another", async () => {
    const { client_token: token } = await made({ policies: ["maker"], type: "batch" });
    const reason = "batch tokens cannot be revoked";
    assertRefused(await server.root.put("/v1/auth/token/revoke", { token }), 400, reason);
    assertRefused(await server.as(token).put("/v1/auth/token/revoke-self"), 400, reason);
  });

  test("T10: a child does not outlive its parent, an orphan does", async () => {
    const parent = await made({ policies: ["maker", "root-not"], ttl: "1h" });
    const child = (
      await server.as(parent.client_token).put("/v1/auth/token/create", { policies: ["maker"] })
    ).expect(200);
    const orphan = await made({ policies: ["maker"], ttl: "1h" }, "create-orphan");
    (await server.root.put("/v1/auth/token/revoke", { token: parent.client_token })).expect(204);
    using gone = server.as(child.json.auth.client_token);
    assertRefused(await gone.get(SELF), 403, DENIED);
    (await server.as(orphan.client_token).get(SELF)).expect(200);
  });

  test("T11: of a hundred uses at once of a token with one, exactly one is served", async () => {
    const { client_token } = await made({ policies: ["maker"], num_uses: 1 });
    using client = server.as(client_token);
    const answers = await Promise.all(Array.from({ length: 100 }, () => client.get(SELF)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array.from({ length: 99 }, () => 403)]);
  });

  test("T12: the root policy by somebody else than root, in any spelling → 400 and no token", async () => {
    const { client_token } = await made({ policies: ["maker"] });
    using client = server.as(client_token);
    for (const name of [
      "root",
      "ROOT",
      " root",
      "root\t",
      "\ufeffroot",
      "\u00a0root",
      "\uff52oot",
      "roo\uff34",
      "root,maker",
    ]) {
      assertRefused(await client.put("/v1/auth/token/create", { policies: [name] }), 400, /polic/);
    }
  });

  test("T13: a TTL that is negative, too long or no duration → 400 for each field that takes one", async () => {
    const values = ["-1s", -1, "9e99h", "2562048h", 1e30, "9223372036854775808", "1d2h", "1x", "NaN", " "];
    for (const field of ["ttl", "explicit_max_ttl", "period"]) {
      for (const value of values) {
        const answer = await server.root.put("/v1/auth/token/create", {
          policies: ["maker"],
          [field]: value,
        });
        assertRefused(answer, 400, new RegExp(field));
      }
    }
  });

  test("T15: a password counts whole, to its 73rd byte and behind a NUL; beyond 4096 bytes → 400", async () => {
    const login = (user: string, password: string): Promise<HttpAnswer> =>
      server.anybody.put(`/v1/auth/userpass/login/${user}`, { password });
    const long = "a".repeat(73);
    (await server.root.put("/v1/auth/userpass/users/long", { password: long })).expect(204);
    (await login("long", long)).expect(200);
    for (const near of [long.slice(1), `${long}a`, `${long.slice(1)}b`]) {
      assertRefused(await login("long", near), 400, "invalid username or password");
    }
    (await server.root.put("/v1/auth/userpass/users/nul", { password: "a\u0000b" })).expect(204);
    assertRefused(await login("nul", "a"), 400, "invalid username or password");
    assertRefused(await login("nul", "a\u0000c"), 400, "invalid username or password");
    (await login("nul", "a\u0000b")).expect(200);
    const tooLong = "a".repeat(LONGEST_PASSWORD + 1);
    const reason = `a password has at most ${LONGEST_PASSWORD} bytes`;
    assertRefused(await server.root.put("/v1/auth/userpass/users/x", { password: tooLong }), 400, reason);
    assertRefused(await login("nobody", tooLong), 400, reason);
  });

  test("T16: twenty logins at once on a locked user are all refused, with the right password too", async () => {
    (await server.root.put("/v1/auth/userpass/users/eve", { password: "right" })).expect(204);
    const login = (password: string): Promise<HttpAnswer> =>
      server.anybody.put("/v1/auth/userpass/login/eve", { password });
    for (let time = 0; time < 5; time++)
      assertRefused(await login("wrong"), 400, "invalid username or password");
    const answers = await Promise.all(Array.from({ length: 20 }, () => login("right")));
    for (const answer of answers) assertRefused(answer, 403, DENIED);
  });
});
