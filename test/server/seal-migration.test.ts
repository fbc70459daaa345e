// The root key moves from people with shares to another cluster, on to a third, and back; each step can be left before
// it is done.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { transitSeal } from "#test/server/seal-config.ts";
import { ServerProcess } from "#test/server/server-process.ts";
import { TransitPeer } from "#test/server/transit-peer.ts";
import { clientOf } from "#test/server/unsealed-server.ts";

const first = await TransitPeer.start();
const second = await TransitPeer.start();
after(async () => {
  await first[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
});
const DISABLED = 'disabled = "true"';
const tokens = { first: await first.makeToken(), second: await second.makeToken() };
const toFirst = transitSeal(first.address, tokens.first);
const fromFirst = transitSeal(first.address, tokens.first, DISABLED);
const toSecond = transitSeal(second.address, tokens.second);
const fromSecond = transitSeal(second.address, tokens.second, DISABLED);

class Node implements AsyncDisposable {
  readonly process: ServerProcess;
  readonly anybody: HttpClient;
  root!: HttpClient;
  keys: string[] = [];

  private constructor(process: ServerProcess) {
    this.process = process;
    this.anybody = clientOf(process);
  }

  /** With a secret and three unseal keys, of which two are needed. */
  static async start(): Promise<Node> {
    const node = new Node(await ServerProcess.start({ tls: false }));
    const made = (await node.anybody.put("/v1/sys/init", { secret_shares: 3, secret_threshold: 2 })).expect(
      200,
    ).json;
    node.keys = made.keys_base64;
    node.root = node.anybody.with({ token: made.root_token });
    await node.enter(node.keys.slice(0, 2), false);
    (await node.root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
    (await node.root.put("/v1/secret/a", { value: "kept" })).expect(204);
    return node;
  }

  async restart(config: string): Promise<void> {
    this.process.reconfigure(config);
    await this.process.restart();
  }

  async status() {
    return (await this.anybody.get("/v1/sys/seal-status")).expect(200).json;
  }

  /** @returns whether that unsealed the node */
  async enter(keys: readonly string[], migrate: boolean): Promise<boolean> {
    let isSealed = true;
    for (const key of keys)
      isSealed = (await this.anybody.put("/v1/sys/unseal", { key, migrate })).expect(200).json.sealed;
    return !isSealed;
  }

  async moved(): Promise<void> {
    await this.process.printed(/the root key has moved to its new seal/);
    await this.serves();
  }

  async serves(): Promise<void> {
    await until(async () => (await this.anybody.get("/v1/sys/health")).status === 200);
    assert.equal((await this.root.get("/v1/secret/a")).expect(200).data.value, "kept");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
  }
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error("it never came to pass");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("from shares to a peer, on to another peer, and back to shares: with the same keys in people's hands", async () => {
  await using node = await Node.start();
  const [one, two, three] = node.keys as [string, string, string];
  (await node.anybody.put("/v1/sys/unseal", { key: one, migrate: true })).expect(200);

  await node.restart(toFirst);
  const due = await node.status();
  assert.deepEqual([due.sealed, due.migration, due.type], [true, true, "shamir"]);
  const plain = await node.anybody.put("/v1/sys/unseal", { key: one });
  assert.match(plain.expect(400).errors[0] ?? "", /'migrate' parameter must be set true/);
  assert.equal(await node.enter([one], true), false);
  await node.process.restart();
  assert.equal((await node.status()).progress, 0, "a restart begins anew");
  assert.equal(await node.enter([one, two], true), true);
  await node.moved();
  const moved = await node.status();
  assert.deepEqual(
    [moved.migration, moved.type, moved.recovery_seal, moved.t, moved.n],
    [false, "transit", true, 2, 3],
  );
  await node.process.restart("SIGKILL");
  await node.serves();
  const attempt = (await node.root.put("/v1/sys/generate-root-token/attempt")).expect(200).data;
  for (const key of [two, three]) {
    (await node.root.put("/v1/sys/generate-root-token/update", { key, nonce: attempt.nonce })).expect(200);
  }
  assert.equal(
    (await node.root.get("/v1/sys/generate-root-token/attempt")).data.started,
    false,
    "unseal keys are recovery keys now",
  );

  await node.restart(`${toSecond}\n${fromFirst}`);
  await node.process.printed(/can not unseal itself and waits/);
  assert.equal(await node.enter([one, three], true), true);
  await node.moved();
  await first.server.process.end("SIGTERM");
  await node.restart(toSecond);
  await node.serves();
  await first.server.restart();

  await node.restart(fromSecond);
  assert.equal(await node.enter([one, two], true), true);
  await node.moved();
  await node.restart("");
  assert.equal((await node.status()).type, "shamir");
  assert.equal(await node.enter([two, three], false), true);
  await node.serves();
});

test("until the keys are in, nothing has happened: the old configuration goes on, and wrong keys change nothing", async () => {
  await using node = await Node.start();
  const [one, two, three] = node.keys as [string, string, string];
  await node.restart(toFirst);
  const wrong = Buffer.from(two, "base64");
  wrong[3] = (wrong[3] ?? 0) ^ 1;
  await node.enter([one], true);
  const refused = await node.anybody.put("/v1/sys/unseal", { key: wrong.toString("base64"), migrate: true });
  assert.match(refused.expect(400).errors[0] ?? "", /invalid key/);
  assert.equal((await node.status()).progress, 0);

  await first.server.process.end("SIGTERM");
  await node.enter([one], true);
  const without = await node.anybody.put("/v1/sys/unseal", { key: two, migrate: true });
  assert.ok(without.status >= 400, `the new seal can not be reached: ${without.text}`);
  assert.equal((await node.status()).sealed, true);
  await node.restart("");
  assert.equal(await node.enter([two, three], false), true);
  await node.serves();
  await first.server.restart();
});

test("recovery keys unseal a node that was sealed by hand, where its peer still opens the root key", async () => {
  await using node = await Node.start();
  const [one, two, three] = node.keys as [string, string, string];
  await node.restart(toFirst);
  assert.equal(await node.enter([one, two], true), true);
  await node.moved();
  (await node.root.put("/v1/sys/seal")).expect(204);
  const wrong = Buffer.from(three, "base64");
  wrong[3] = (wrong[3] ?? 0) ^ 1;
  await node.enter([one], false);
  (await node.anybody.put("/v1/sys/unseal", { key: wrong.toString("base64") })).expect(400);
  assert.equal((await node.status()).sealed, true, "sealed by hand, it stays sealed");
  assert.equal(await node.enter([one, three], false), true);
  await node.serves();
});

test("a seal that is left without its block being kept is named", async () => {
  await using node = await Node.start();
  const [one, two] = node.keys as [string, string];
  await node.restart(toFirst);
  await node.enter([one, two], true);
  await node.moved();
  await node.restart("");
  await node.enter([one], true);
  const refused = await node.anybody.put("/v1/sys/unseal", { key: two, migrate: true });
  assert.match(
    refused.expect(400).errors[0] ?? "",
    /its block must stay in the configuration, with disabled = true/,
  );
});
