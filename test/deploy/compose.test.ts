// docker-compose.ha.yml and the files that it mounts, looked at without an engine.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { foreignTool } from "../clients/foreign-tool.ts";
import { decide, lines } from "../config/decide.ts";

const ROOT = join(import.meta.dirname, "../..");
// biome-ignore lint/suspicious/noExplicitAny: a compose file
const compose: any = parse(readFileSync(join(ROOT, "docker-compose.ha.yml"), "utf8"), { merge: true });
const NODES = ["node1", "node2", "node3"];
const promtool = foreignTool("promtool", ["--version"]);

test("every image is the operator's to choose", () => {
  for (const [name, { image }] of Object.entries<{ image: string }>(compose.services)) {
    assert.match(image, /^\$\{[A-Z_]+:-[^}]+\}$/, name);
  }
});

test("every file that is mounted is there", () => {
  for (const { volumes } of Object.values<{ volumes?: string[] }>(compose.services)) {
    for (const volume of volumes ?? []) {
      const [source = ""] = volume.split(":");
      if (source.startsWith(".")) assert.ok(existsSync(join(ROOT, source)), source);
      else assert.ok(source in compose.volumes, source);
    }
  }
});

test("each node's configuration is one without a problem, and knows the two others", () => {
  for (const node of NODES) {
    const { config, errors, warnings, notes } = decide(
      readFileSync(join(ROOT, `deploy/config/${node}.hcl`), "utf8"),
    );
    assert.deepEqual(lines([...errors, ...warnings, ...notes]), []);
    assert.ok(config?.storage.type === "raft");
    assert.equal(config.storage.nodeId, node);
    assert.equal(config.addresses.apiAddr, `https://${node}:8200`);
    const others = config.storage.retryJoin.map(({ leader }) => "apiAddr" in leader && leader.apiAddr);
    assert.deepEqual(
      others,
      NODES.filter((other) => other !== node).map((other) => `https://${other}:8200`),
    );
  }
});

test("the certificate is made for every name by which a node or the load balancer is called", () => {
  const names: string[] = compose.services.certificates.command;
  for (const name of [...NODES, "load-balancer", "localhost"]) assert.ok(names.includes(name));
});

test("a node has no more rights than it needs", () => {
  for (const node of NODES) {
    const service = compose.services[node];
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ["ALL"]);
    assert.equal(service.user, undefined, "the image's own user, who is not root");
  }
});

test("promtool takes Prometheus' configuration, which scrapes every node", { skip: promtool.skip }, () => {
  const file = join(ROOT, "deploy/prometheus/prometheus.yml");
  const { status, stdout, stderr } = spawnSync("promtool", ["check", "config", "--syntax-only", file]);
  assert.equal(status, 0, `${stdout}${stderr}`);
  const [job] = parse(readFileSync(file, "utf8")).scrape_configs;
  assert.deepEqual(
    job.static_configs[0].targets,
    NODES.map((node) => `${node}:8210`),
  );
});
