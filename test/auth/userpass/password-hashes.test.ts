// Passwords with the real hashes: hashes of other systems, and how much work a login makes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { userpassEngine } from "#auth/userpass/userpass-engine.ts";
import type { AnyEngine } from "#contract/engine.ts";
import { PasswordQueue, type PasswordScheme } from "#kit/password-queue.ts";
import { SharedSlots } from "#kit/shared-slots.ts";
import { aCore } from "#test/core-harness/a-core.ts";
import type { TestCore } from "#test/core-harness/test-core.ts";
import { login } from "./userpass-stage.ts";

const noLockout = { threshold: 0, durationSeconds: 0, counterResetSeconds: 0, disabled: true };

function withQueue(scheme?: PasswordScheme): Promise<TestCore> {
  const slots = SharedSlots.forSlots(1);
  const passwords = new PasswordQueue({ slots, ...(scheme && { scheme }), maxWaiting: 5000 });
  const engine: AnyEngine = { ...userpassEngine, open: () => ({ passwords }) };
  const mounts = [{ path: "auth/userpass/", type: "userpass", config: { userLockout: noLockout } }];
  return aCore({ engines: [engine], mounts });
}

function storedHash(core: TestCore): string {
  const [key = ""] = core.store.allKeys("logical/");
  const stored = core.store.get(key);
  assert.ok(stored);
  const record = new TextDecoder().decode(core.thread.barrier.decrypt(key, stored.value));
  return JSON.parse(record.slice(record.indexOf("\n"))).passwordHash;
}

// The password is "correct horse battery staple".
const BCRYPT = "$2a$08$R9h/cIPz0gi.URNNX3kh2Otm2EaLryQ1jDsQYSICkC1SydKFGkugG";

test("an imported bcrypt hash lets its password in, once, and is then made anew", async () => {
  const core = await withQueue();
  assert.equal((await core.post("auth/userpass/users/bob", { password_hash: BCRYPT })).status, 204);
  assert.equal(storedHash(core), BCRYPT);
  assert.equal((await login(core, "bob", "correct horse battery stable")).status, 400);
  assert.equal(storedHash(core), BCRYPT);
  assert.equal((await login(core, "bob", "correct horse battery staple")).status, 200);
  assert.match(storedHash(core), /^\$argon2id\$/);
  assert.equal((await login(core, "bob", "correct horse battery staple")).status, 200);
  assert.equal((await login(core, "bob", "correct horse battery stable")).status, 400);
});

// A hash, its password, and what crypt(3) would take for that password as well.
const cutShort: [string, string, string][] = [
  ["$2y$04$......................SZFhVdUK5wGKY4lx/QrgUMHG0XsWjbi", "x".repeat(72), `${"x".repeat(72)}y`],
  ["$2b$05$abcdefghijklmnopqrstuu0oImNDIy4flhldV9YqunRgBAePKmw7m", "", "\u0000more"],
];
for (const [password_hash, short, long] of cutShort) {
  test(`bcrypt would cut ${JSON.stringify(long).slice(-12)} short, so it is no password for its hash`, async () => {
    const core = await withQueue();
    await core.post("auth/userpass/users/bob", { password_hash });
    assert.equal((await login(core, "bob", long)).status, 400);
    // An empty password is no password at all.
    assert.equal((await login(core, "bob", short)).status, short === "" ? 400 : 200);
    await core.post("auth/userpass/users/bob", { password: long });
    assert.equal((await login(core, "bob", long)).status, 200);
    assert.equal((await login(core, "bob", short)).status, 400);
  });
}

test("an imported hash may replace a password, and a password an imported hash", async () => {
  const core = await withQueue();
  await core.post("auth/userpass/users/bob", { password: "pw" });
  await core.post("auth/userpass/users/bob/password", { password_hash: BCRYPT });
  assert.equal((await login(core, "bob", "pw")).status, 400);
  await core.post("auth/userpass/users/bob", { password: "new" });
  assert.equal((await login(core, "bob", "new")).status, 200);
});

/** Counts; the hash is the password. */
class CountingScheme implements PasswordScheme {
  hashes = 0;

  async hash(password: Uint8Array): Promise<string> {
    this.hashes++;
    return new TextDecoder().decode(password);
  }

  async isPassword(password: Uint8Array, stored: string): Promise<boolean> {
    return (await this.hash(password)) === stored;
  }

  isCurrent(): boolean {
    return true;
  }
}

test("every failed login costs one hash, whoever it is (CVE-2025-6011, CVE-2025-54999)", async () => {
  const scheme = new CountingScheme();
  const core = await withQueue(scheme);
  for (const name of ["ada", "bob"]) await core.post(`auth/userpass/users/${name}`, { password: "pw" });
  const costs = new Map<string, number>();
  for (let time = 0; time < 500; time++) {
    for (const name of ["ada", "nobody", "BOB", `unknown${time}`]) {
      const before = scheme.hashes;
      assert.equal((await login(core, name, `wrong${time}`)).status, 400);
      const cost = `${scheme.hashes - before}`;
      costs.set(cost, (costs.get(cost) ?? 0) + 1);
    }
  }
  assert.deepEqual([...costs], [["1", 2000]]);
});

test("logins at once wait for each other, and the queue is bounded", async () => {
  const passwords = new PasswordQueue({
    slots: SharedSlots.forSlots(1),
    scheme: new CountingScheme(),
    maxWaiting: 3,
  });
  const engine: AnyEngine = { ...userpassEngine, open: () => ({ passwords }) };
  const core = await aCore({ engines: [engine], mounts: [{ path: "auth/userpass/", type: "userpass" }] });
  await core.post("auth/userpass/users/bob", { password: "pw" });
  const answers = await Promise.all(Array.from({ length: 10 }, () => login(core, "bob")));
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual(statuses.filter((status) => status === 200).length, 3);
  assert.deepEqual(statuses.filter((status) => status === 429).length, 7);
});
