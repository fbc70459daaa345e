// How long people wait. Limits hold for a machine that has nothing else to do: on a busy one, bare Node processes
// tell how much longer everything takes there, and the limits are stretched by that (and by nothing else).
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { ServerProcess } from "#test/server/server-process.ts";

const LAUNCHER = join(import.meta.dirname, "../../bin/vault");
const START_MS = 1000;
const STATUS_MS = 300;
/** As many as a server has threads, started at once: what they take on two idle cores. */
const BARE_NODES = 5;
const BARE_NODES_MS = 110;

// Not reached on every machine since a node has the threads of a cluster: 1.15 s beside the other suites, most of it
// loading modules into the request threads. It is measured and told with every run until it is.
const todo = "the threads load too many modules";
test("server -dev is ready within a second", { todo }, async (t) => {
  const times: number[] = [];
  // The first fills the cache of compiled code.
  for (let turn = 0; turn < 6; turn++) {
    const startedMs = performance.now();
    await using server = await ServerProcess.start({ dev: ["-dev-root-token-id=root"] });
    times.push(performance.now() - startedMs);
    await server.end("SIGTERM");
  }
  await judge(t, { what: "the quickest start", tookMs: Math.min(...times.slice(1)), limitMs: START_MS });
});

test("vault status takes at most 0.3 seconds, the whole process, in the median of ten", async (t) => {
  await using server = await ServerProcess.start({ dev: ["-dev-root-token-id=root"] });
  const env = { ...process.env, VAULT_ADDR: server.address };
  const times = Array.from({ length: 10 }, () => timeOf(LAUNCHER, ["status"], env));
  await judge(t, { what: "vault status", tookMs: median(times), limitMs: STATUS_MS });
});

interface Measured {
  what: string;
  tookMs: number;
  limitMs: number;
}

async function judge(
  t: { diagnostic(text: string): void },
  { what, tookMs, limitMs }: Measured,
): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn++) times.push(await timeOfBareNodes());
  const bareMs = median(times);
  const stretched = limitMs * Math.max(1, bareMs / BARE_NODES_MS);
  const said = `${what}: ${tookMs.toFixed(0)} ms; ${BARE_NODES} bare Nodes at once: ${bareMs.toFixed(0)} ms`;
  t.diagnostic(said);
  assert.ok(tookMs <= stretched, `${said}; the limit is ${stretched.toFixed(0)} ms`);
}

async function timeOfBareNodes(): Promise<number> {
  const startedMs = performance.now();
  const ended = Array.from({ length: BARE_NODES }, () => {
    const child = spawn(process.execPath, ["-e", "0"], { stdio: "ignore" });
    return new Promise((resolve) => child.once("exit", resolve));
  });
  await Promise.all(ended);
  return performance.now() - startedMs;
}

function timeOf(program: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const startedMs = performance.now();
  const { status, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
