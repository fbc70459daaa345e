// docker-compose.ha.yml, really started: the image of Coffer that was just built, and stand-ins made of Debian's
// packages for the load balancer's and Prometheus' images.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { docker, outcomeOf } from "#test/containers/docker.ts";
import { HttpClient } from "#test/http-client/http-client.ts";
import { freePort } from "#test/server/free-port.ts";

const ROOT = join(import.meta.dirname, "../..");
const NODES = ["node1", "node2", "node3"];
const PATIENCE_MS = 120_000;
const COMPOSE =
  spawnSync("docker", ["compose", "version"]).status === 0 ? ["docker", "compose"] : ["docker-compose"];
const isHere = spawnSync(COMPOSE[0] ?? "", [...COMPOSE.slice(1), "version"]).status === 0;
if (!isHere && process.env.COFFER_CI) throw new Error("docker compose is missing: the gate needs it");
const skip = isHere ? false : "docker compose is not on this machine";

const folder = mkdtempSync(join(tmpdir(), "coffer-compose-"));
let environment: NodeJS.ProcessEnv;
let api: HttpClient;
let prometheus: HttpClient;
/** With the root token. */
let root: HttpClient;

before(async () => {
  if (skip) return;
  const [apiPort, prometheusPort] = [await freePort(), await freePort()];
  environment = {
    ...process.env,
    COMPOSE_PROJECT_NAME: "coffer-test",
    PROMETHEUS_IMAGE: await buildPrometheus(),
    COFFER_PORT: `127.0.0.1:${apiPort}`,
    PROMETHEUS_PORT: `127.0.0.1:${prometheusPort}`,
  };
  await compose("up", "-d");
  const ca = await compose("exec", "-T", "node1", "cat", "/vault/tls/tls.pem");
  api = new HttpClient({ address: `https://127.0.0.1:${apiPort}`, ca, timeoutMs: 5000 });
  prometheus = new HttpClient({ address: `http://127.0.0.1:${prometheusPort}`, timeoutMs: 5000 });
});
after(async () => {
  if (!skip) await compose("down", "--volumes", "--timeout", "20");
  rmSync(folder, { recursive: true });
});

async function compose(...args: readonly string[]): Promise<string> {
  const [command = "", ...first] = COMPOSE;
  const all = [...first, "-f", join(ROOT, "docker-compose.ha.yml"), ...args];
  const { code, output } = await outcomeOf(command, all, environment);
  if (code !== 0) throw new Error(`compose ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

async function buildPrometheus(): Promise<string> {
  copyFileSync("/usr/bin/prometheus", join(folder, "prometheus"));
  return build("prometheus", [
    "COPY prometheus /bin/prometheus",
    "RUN install -d -o 65534 -g 65534 /prometheus",
    "USER 65534:65534",
    'ENTRYPOINT ["/bin/prometheus"]',
  ]);
}

async function build(name: string, lines: readonly string[]): Promise<string> {
  const file = join(folder, `${name}.Dockerfile`);
  writeFileSync(file, [`FROM ${process.env.COFFER_BASE}`, ...lines, ""].join("\n"));
  const env = { ...process.env, DOCKER_BUILDKIT: "0" };
  const { code, output } = await outcomeOf(
    "docker",
    ["build", "-q", "-t", `coffer-${name}:test`, "-f", file, folder],
    env,
  );
  assert.equal(code, 0, output);
  return `coffer-${name}:test`;
}

/** Until `look` finds something; what fails meanwhile counts as not yet. */
async function eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  let reason = "";
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      reason = String(error);
    }
    if (Date.now() > deadline)
      throw new Error(`never: ${what} ${reason}\n${await compose("logs", "--tail=40")}`);
    await delay(500);
  }
}

test("three nodes come up healthy, and wait for their operator", { skip }, async () => {
  for (const node of NODES) {
    await eventually(`${node} is healthy`, async () => {
      const id = (await compose("ps", "-q", node)).trim();
      const health = await docker("inspect", "--format", "{{.State.Health.Status}}", id);
      return health === "healthy" || undefined;
    });
  }
});

test("initialised once, the three are one cluster that serves through the load balancer", {
  skip,
}, async () => {
  const shares = ["-recovery-shares=1", "-recovery-threshold=1"];
  const made = JSON.parse(
    await compose("exec", "-T", "node1", "vault", "operator", "init", "-format=json", ...shares),
  );
  root = api.with({ token: made.root_token });
  await eventually("three voters", async () => {
    const { servers } = (await root.get("/v1/sys/storage/raft/configuration")).expect(200).data.config;
    return servers.filter(({ voter }: { voter: boolean }) => voter).length === 3 || undefined;
  });
  (await root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(200, 204);
  (await root.put("/v1/secret/a", { b: "c" })).expect(204);
  assert.deepEqual((await root.get("/v1/secret/a")).expect(200).data, { b: "c" });
});

test("Prometheus sees every node, and which one leads", { skip }, async () => {
  await eventually("all targets are up", async () => {
    const up = await query('up{job="coffer"}');
    return NODES.every((node) => up[`${node}:8210`] === "1") || undefined;
  });
  await eventually("one node is active", activeNode);
});

test("the leader is killed: another one serves, and Prometheus sees it", { skip }, async () => {
  const former = await eventually("one node is active", activeNode);
  await compose("kill", "-s", "KILL", former);
  await eventually("a write through the load balancer", async () => {
    return (await root.put("/v1/secret/b", { after: former })).isDone || undefined;
  });
  assert.deepEqual((await root.get("/v1/secret/a")).expect(200).data, { b: "c" });
  await eventually("another node is active", async () => {
    const now = await activeNode();
    return now !== undefined && now !== former ? now : undefined;
  });
  await compose("start", former);
  await eventually(
    "it is back",
    async () => (await query('up{job="coffer"}'))[`${former}:8210`] === "1" || undefined,
  );
});

/** By instance. */
async function query(text: string): Promise<Record<string, string>> {
  const answer = await prometheus.get(`/api/v1/query?query=${encodeURIComponent(text)}`);
  const { result } = answer.expect(200).data as {
    result: { metric: { instance: string }; value: [number, string] }[];
  };
  return Object.fromEntries(result.map(({ metric, value }) => [metric.instance, value[1]]));
}

/** As Prometheus sees it, if it sees exactly one. */
async function activeNode(): Promise<string | undefined> {
  const active = Object.entries(await query("vault_core_active")).filter(([, value]) => value === "1");
  return active.length === 1 ? active[0]?.[0].split(":")[0] : undefined;
}
