import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

test("monitor prints the log as it comes, whole characters only, and says when the server ends it", async () => {
  const line = new TextEncoder().encode("[INFO] größer\n");
  await using vault = await FakeVault.start((_request, response) => {
    response.write(line.subarray(0, 10));
    setTimeout(() => response.end(line.subarray(10)), 20);
    return undefined;
  });
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  const run = await runCommand("monitor -log-level=DEBUG -log-format=json", { environment });
  assert.equal(vault.requests[0]?.url, "/v1/sys/monitor?log_level=debug&log_format=json");
  assert.equal(run.stdout, "[INFO] größer\n");
  assert.deepEqual([run.code, run.stderr], [2, "the server ended the stream\n"]);
});

test("autopilot's state has the names that scripts read, and lines for people", async () => {
  const server = {
    id: "n1",
    name: "n1",
    address: "a:1",
    healthy: true,
    status: "leader",
    last_index: 7,
    node_type: "voter",
  };
  const data = { healthy: true, failure_tolerance: 1, leader: "n1", voters: ["n1"], servers: { n1: server } };
  await using vault = await FakeVault.start(() => ({ json: { data } }));
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  const machine = await runCommand("operator raft autopilot state -format=json", { environment });
  const state = JSON.parse(machine.stdout);
  assert.equal(state.Healthy, true);
  assert.deepEqual(state.Voters, ["n1"]);
  assert.equal(state.Servers.n1.LastIndex, 7);
  const people = await runCommand("operator raft autopilot state -format=pretty", { environment });
  assert.match(
    people.stdout,
    /^Healthy: {25}true\nFailure Tolerance: {15}1\nLeader: {26}n1\nVoters:\n {3}n1\nServers:\n {3}n1\n/,
  );
  assert.match(people.stdout, /\n {6}Last Index: {8}7\n/);
});
