// The image, as people and charts for Vault's image run it.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { docker, outcomeOf } from "#test/containers/docker.ts";

const IMAGE = process.env.COFFER_IMAGE ?? "";
const IN_CONTAINER = ["-e", "VAULT_ADDR=http://127.0.0.1:8200", "-e", "VAULT_TOKEN=root"];
const START_MS = 60_000;

/** A container in the background; it goes with the test. */
async function aContainer(t: TestContext, ...args: readonly string[]): Promise<string> {
  const id = await docker("run", "--detach", ...args);
  t.after(() => docker("rm", "--force", "--volumes", id));
  return id;
}

/** Until `vault status` says what is expected: 0 unsealed, 2 sealed. */
async function statusIs(id: string, code: number): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const status = await outcomeOf("docker", ["exec", ...IN_CONTAINER, id, "vault", "status"]);
    if (status.code === code) return;
    if (Date.now() > deadline)
      throw new Error(`status ended with ${status.code}: ${status.output}\n${await docker("logs", id)}`);
    await delay(200);
  }
}

test("without a command it is a server for development, with the token that is wished for", async (t) => {
  const id = await aContainer(t, "-e", "VAULT_DEV_ROOT_TOKEN_ID=root", "--publish", "127.0.0.1::8200", IMAGE);
  await statusIs(id, 0);
  const port = (await docker("port", id, "8200/tcp")).split(":").at(-1);
  const answer = await fetch(`http://127.0.0.1:${port}/v1/auth/token/lookup-self`, {
    headers: { "X-Vault-Token": "root" },
  });
  assert.equal(answer.status, 200);
});

test("inside there are vault and sh, nobody is root, and the process is found by its name", async (t) => {
  const id = await aContainer(t, "-e", "VAULT_DEV_ROOT_TOKEN_ID=root", IMAGE);
  await statusIs(id, 0);
  const script = "vault kv put secret/a b=c >/dev/null && vault kv get -field=b secret/a";
  assert.equal(await docker("exec", ...IN_CONTAINER, id, "/bin/sh", "-c", script), "c");
  assert.equal(await docker("exec", id, "id", "-u"), "100");
  assert.match(await docker("exec", id, "pidof", "vault"), /^\d+$/);
});

test("a read-only root, any user of group 0, no rights and no new ones: it runs", async (t) => {
  const harsh = [
    "--read-only",
    "--tmpfs",
    "/tmp",
    "--cap-drop",
    "ALL",
    "--security-opt",
    "no-new-privileges",
  ];
  const user = ["--user", "1000650000:0"];
  const id = await aContainer(t, ...harsh, ...user, "-e", "VAULT_DEV_ROOT_TOKEN_ID=root", IMAGE);
  await statusIs(id, 0);
});

test("SIGTERM, from the engine or by the name as a chart's preStop does, ends it in good order", async (t) => {
  for (const stop of [
    (id: string) => docker("stop", "--time", "30", id),
    (id: string) => docker("exec", id, "sh", "-c", "kill -TERM $(pidof vault)"),
  ]) {
    const id = await aContainer(t, IMAGE);
    await statusIs(id, 0);
    const startedMs = performance.now();
    await stop(id);
    assert.equal(await docker("wait", id), "0");
    assert.ok(performance.now() - startedMs < 15_000);
    assert.match(await docker("logs", id), /shutting down/);
  }
});

test("a configuration from the environment; root in the container gives itself up", async (t) => {
  const local = JSON.stringify({
    storage: { raft: { path: "/vault/file", node_id: "one" } },
    listener: [{ tcp: { address: "0.0.0.0:8200", tls_disable: true } }],
    disable_mlock: true,
  });
  for (const how of [[], ["--user", "0"], ["--read-only", "--tmpfs", "/tmp"]]) {
    const id = await aContainer(t, ...how, "-e", `VAULT_LOCAL_CONFIG=${local}`, IMAGE, "server");
    await statusIs(id, 2);
    const owner = await docker("exec", id, "sh", "-c", "stat -c %U /proc/$(pidof vault)");
    assert.equal(owner, "vault");
  }
});

test("commands need no `vault` before them, and others run as they are", async () => {
  assert.match(await docker("run", "--rm", IMAGE, "version"), /^Vault v1\./);
  assert.match(await docker("run", "--rm", IMAGE, "-version"), /^Vault v1\./);
  const { code, output } = await outcomeOf("docker", [
    "run",
    "--rm",
    IMAGE,
    "status",
    "-address=http://127.0.0.1:1",
  ]);
  assert.equal(code, 1, output);
  assert.equal(await docker("run", "--rm", IMAGE, "sh", "-c", "echo $0"), "sh");
});

test("a status is quick enough for a probe of three seconds", async (t) => {
  const id = await aContainer(t, IMAGE);
  await statusIs(id, 0);
  const startedMs = performance.now();
  await docker("exec", ...IN_CONTAINER, id, "vault", "status");
  assert.ok(performance.now() - startedMs < 3000);
});
