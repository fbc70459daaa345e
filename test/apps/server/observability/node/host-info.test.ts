import assert from "node:assert/strict";
import { test } from "node:test";
import { hostInfo } from "#apps/server/observability/node/host-info.ts";

test("the machine is shown with the keys that Vault's clients read", async () => {
  // biome-ignore lint/suspicious/noExplicitAny: an answer of JSON
  const info: any = await hostInfo(["/"], Date.UTC(2026, 10, 24));
  assert.deepEqual(Object.keys(info).sort(), ["cpu", "cpu_times", "disk", "host", "memory", "timestamp"]);
  assert.equal(info.timestamp, "2026-11-24T00:00:00Z");
  assert.ok(info.cpu.length > 0 && info.cpu.every(({ cores }: { cores: number }) => cores === 1));
  const [disk] = info.disk;
  assert.equal(disk.path, "/");
  assert.ok(disk.used > 0 && disk.used <= disk.total && disk.usedPercent > 0 && disk.usedPercent <= 100);
  assert.ok(info.memory.total >= info.memory.available && info.memory.available > 0);
  assert.ok(info.host.hostname.length > 0 && info.host.uptime > 0 && info.host.bootTime > 0);
});
