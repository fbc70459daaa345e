// What keeps a seal's standing with its peer: tokens that are renewed, replaced, read anew; on a clock that the test moves.
import assert from "node:assert/strict";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { utf8 } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";
import { PeerSession } from "#seals/transit/peer-session.ts";
import type { PeerLogin, SecretPlace, TransitSettings } from "#seals/transit/transit-settings.ts";
import { RecordingLogger } from "#test/core-harness/recording-logger.ts";
import { TestClock } from "#test/core-harness/test-clock.ts";
import { FakeTransitPeer } from "#test/fake-transit-peer.ts";

const folder = mkdtempSync(join(tmpdir(), "coffer-peer-session-"));
after(() => rmSync(folder, { recursive: true }));

const value = (text: string): SecretPlace => ({ kind: "value", secret: Secret.ofText(text) });
const file = (name: string, text: string): SecretPlace & { path: string } => {
  const path = join(folder, name);
  // Renamed over the old one, as whoever renders files does.
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return { kind: "file", path };
};

class Stage implements AsyncDisposable {
  readonly clock = new TestClock();
  readonly logger = new RecordingLogger();
  readonly peer: FakeTransitPeer;
  readonly session: PeerSession;
  readonly settings: TransitSettings;

  private constructor(peer: FakeTransitPeer, login: PeerLogin, renewsToken: boolean) {
    this.peer = peer;
    this.settings = {
      address: peer.address,
      namespace: undefined,
      mountPath: "transit",
      keyName: "autounseal",
      login,
      renewsToken,
      tls: {},
    };
    this.session = new PeerSession(this.settings, {
      clock: this.clock,
      pause: this.clock.pause,
      logger: this.logger,
    });
  }

  static async open(login: PeerLogin, renewsToken = true): Promise<Stage> {
    return new Stage(await FakeTransitPeer.start(), login, renewsToken);
  }

  encrypt(): Promise<Uint8Array> {
    return this.session.send("transit/encrypt/autounseal", utf8('{"plaintext":"AAAA"}'));
  }

  /** Second by second, until `isDone`. */
  async passUntil(isDone: () => boolean, seconds = 200): Promise<void> {
    const giveUpAt = Date.now() + 10_000;
    for (let passed = 0; !isDone(); ) {
      if (passed++ < seconds) this.clock.advanceSeconds(1);
      for (let turn = 0; turn < 5; turn++) await setImmediate();
      assert.ok(Date.now() < giveUpAt, "it never came to pass");
    }
  }

  said(pattern: RegExp): boolean {
    return this.logger.lines.some(({ message }) => pattern.test(message));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session.close();
    await this.peer[Symbol.asyncDispose]();
  }
}

test("a token's life is looked up and it is renewed at half of it", async () => {
  await using stage = await Stage.open({ method: "token", token: value("periodic-token") });
  stage.peer.tokens.set("periodic-token", { ttl: 100, renewable: true });
  await stage.encrypt();
  assert.equal(stage.session.tokenTtlSeconds, undefined);
  await stage.passUntil(() => stage.session.tokenTtlSeconds !== undefined);
  assert.equal(stage.session.tokenTtlSeconds, 100);
  stage.clock.advanceSeconds(49);
  assert.equal(stage.peer.renewals, 0);
  await stage.passUntil(() => stage.peer.renewals === 1);
  await stage.passUntil(() => (stage.session.tokenTtlSeconds ?? 0) > 90);
});

test("renewing is left to others where that is configured", async () => {
  await using stage = await Stage.open({ method: "token", token: value("periodic-token") }, false);
  stage.peer.tokens.set("periodic-token", { ttl: 10, renewable: true });
  await stage.encrypt();
  await stage.passUntil(() => stage.session.tokenTtlSeconds !== undefined);
  let passed = 0;
  await stage.passUntil(() => passed++ > 50);
  assert.equal(stage.peer.renewals, 0);
});

test("a token that ends and can not be renewed is warned of, with what it has left", async () => {
  await using stage = await Stage.open({ method: "token", token: value("ending-token") });
  stage.peer.tokens.set("ending-token", { ttl: 60, renewable: false });
  await stage.encrypt();
  await stage.passUntil(() => stage.said(/can not be renewed/));
  assert.equal(
    stage.logger.lines.find(({ message }) => /can not be renewed/.test(message))?.fields.ttl_seconds,
    60,
  );
});

test("a token file that changes is read anew, without a call that fails in between", async () => {
  await using stage = await Stage.open({ method: "token", token: file("token", "first-token\n") });
  stage.peer.tokens.set("first-token", { ttl: 0, renewable: false });
  stage.peer.tokens.set("second-token", { ttl: 0, renewable: false });
  await stage.encrypt();
  file("token", "  second-token  \r\n");
  await stage.passUntil(() => stage.said(/are read anew/));
  stage.peer.tokens.delete("first-token");
  await stage.encrypt();
});

test("a token that the peer refuses is read from its file once more before the call fails", async () => {
  await using stage = await Stage.open({ method: "token", token: file("replaced", "old-token") });
  stage.peer.tokens.set("old-token", { ttl: 0, renewable: false });
  await stage.encrypt();
  stage.peer.tokens.clear();
  await assert.rejects(stage.encrypt(), /permission denied/);
  stage.peer.tokens.set("new-token", { ttl: 0, renewable: false });
  file("replaced", "new-token");
  await stage.encrypt();
});

test("a reload takes another token", async () => {
  await using stage = await Stage.open({ method: "token", token: value("wrong-token") });
  await assert.rejects(stage.encrypt(), /permission denied/);
  stage.peer.tokens.set("right-token", { ttl: 0, renewable: false });
  stage.session.reload({ ...stage.settings, login: { method: "token", token: value("right-token") } });
  await stage.encrypt();
});

const appRole = (secretId: SecretPlace): PeerLogin => ({
  method: "approle",
  mountPath: "roles/nodes",
  roleId: value("unsealer"),
  secretId,
});

test("an AppRole login sends role and secret id to its mount, once for many callers", async () => {
  await using stage = await Stage.open(appRole(file("secret-id", "s3cret\n")));
  stage.peer.accounts.set("unsealer", { secret: "s3cret", token: { ttl: 100, renewable: true } });
  await Promise.all([stage.encrypt(), stage.encrypt(), stage.encrypt()]);
  assert.equal(stage.peer.logins, 1);
  assert.equal(stage.session.tokenTtlSeconds, 100);
  const [login] = stage.peer.requests.filter(({ url }) => url.includes("login"));
  assert.equal(login?.url, "/v1/auth/roles/nodes/login");
  assert.deepEqual(JSON.parse(login?.body ?? ""), { role_id: "unsealer", secret_id: "s3cret" });
});

test("a userpass login names the user in the path and sends the password alone", async () => {
  const login = {
    method: "userpass",
    mountPath: "userpass",
    username: "node1",
    password: value("pässword"),
  } as const;
  await using stage = await Stage.open(login);
  stage.peer.accounts.set("node1", { secret: "pässword", token: { ttl: 100, renewable: true } });
  await stage.encrypt();
  const [sent] = stage.peer.requests.filter(({ url }) => url.includes("login"));
  assert.equal(sent?.url, "/v1/auth/userpass/login/node1");
  assert.deepEqual(JSON.parse(sent?.body ?? ""), { password: "pässword" });
});

test("a login's token is renewed until renewing gives less than half, then it is replaced by another login", async () => {
  await using stage = await Stage.open(appRole(value("s3cret")));
  stage.peer.accounts.set("unsealer", { secret: "s3cret", token: { ttl: 100, renewable: true } });
  await stage.encrypt();
  await stage.passUntil(() => stage.peer.renewals === 2);
  assert.equal(stage.peer.logins, 1);
  stage.peer.renewedTtl = 30;
  await stage.passUntil(() => stage.peer.logins === 2);
  await stage.encrypt();
  await stage.passUntil(() => (stage.session.tokenTtlSeconds ?? 0) > 90);
});

test("a login's token that the peer has forgotten is replaced within the call", async () => {
  await using stage = await Stage.open(appRole(value("s3cret")));
  stage.peer.accounts.set("unsealer", { secret: "s3cret", token: { ttl: 100, renewable: true } });
  await stage.encrypt();
  stage.peer.tokens.clear();
  await stage.encrypt();
  assert.equal(stage.peer.logins, 2);
});

test("a secret id that is replaced in its file is used by the next login", async () => {
  await using stage = await Stage.open(appRole(file("rotated-secret-id", "outdated")));
  stage.peer.accounts.set("unsealer", { secret: "current", token: { ttl: 100, renewable: true } });
  await assert.rejects(stage.encrypt(), /invalid credentials/);
  file("rotated-secret-id", "current");
  await stage.encrypt();
});

test("a missing, empty or endless credential file is named", async () => {
  const [empty] = [file("empty", " \n")];
  for (const [path, reason] of [
    [join(folder, "nowhere"), /cannot read the token file .*nowhere \(ENOENT\)/],
    [empty.path, /token file .*empty is empty/],
    ["/dev/zero", /is longer than 16384 bytes/],
  ] as const) {
    await using stage = await Stage.open({ method: "token", token: { kind: "file", path } });
    await assert.rejects(stage.encrypt(), reason);
  }
});

test("renewals that fail are tried again, warned of, and show nothing secret", async () => {
  await using stage = await Stage.open({ method: "token", token: value("canary-of-a-token-that-ends") });
  stage.peer.tokens.set("canary-of-a-token-that-ends", { ttl: 40, renewable: true });
  await stage.encrypt();
  await stage.passUntil(() => stage.session.tokenTtlSeconds !== undefined);
  stage.peer.fault = "error 500";
  await stage.passUntil(() => stage.said(/could not be kept alive/));
  stage.peer.fault = undefined;
  await stage.passUntil(() => stage.peer.renewals > 0);
  assert.ok(!JSON.stringify(stage.logger.lines).includes("canary"));
});
