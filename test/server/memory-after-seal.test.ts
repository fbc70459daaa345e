// After sealing, the root key and the barrier's keys are gone from the process: looked for from outside, in all of its
// memory and in a heap snapshot, as bytes and as the texts that people write keys in.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8 } from "#base/bytes.ts";
import { keysOnDisk } from "#test/server/keys-on-disk.ts";
import { type Finding, type Needle, scanMemory } from "#test/server/scan-memory.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const isLinux = existsSync("/proc/self/mem");

function needlesOf(name: string, key: Uint8Array): Needle[] {
  return [
    { name, bytes: key },
    { name: `${name} in hexadecimal`, bytes: utf8(key.toHex()) },
    { name: `${name} in base64`, bytes: utf8(key.toBase64()) },
  ];
}

async function use(server: UnsealedServer): Promise<void> {
  const { root } = server;
  for (let n = 0; n < 200; n++) (await root.put(`/v1/secret/${n}`, { value: "x".repeat(200) })).expect(204);
  for (let n = 0; n < 200; n++) (await root.get(`/v1/secret/${n}`)).expect(200);
}

const namesOf = (findings: readonly Finding[]): string[] => findings.map(({ needle }) => needle);

test("no key is left after sealing, though each was there before", { skip: !isLinux }, async () => {
  await using server = await UnsealedServer.start({ tls: false });
  (await server.root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
  (await server.root.put("/v1/sys/rotate")).expect(204);
  const unsealKey = new Uint8Array(Buffer.from(server.unsealKey, "base64"));
  await server.process.end("SIGTERM");
  const { rootKey, barrierKeys } = await keysOnDisk(server.process.folder, unsealKey);
  assert.equal(barrierKeys.length, 2);
  const needles = [
    ...needlesOf("root key", rootKey),
    ...barrierKeys.flatMap((key, at) => needlesOf(`barrier key ${at + 1}`, key)),
  ];
  await server.process.restart();
  await server.unseal();
  await use(server);
  const before = new Set(namesOf(scanMemory(server.process.pid, needles)));
  assert.deepEqual(
    [...before].sort(),
    ["barrier key 1", "barrier key 2", "root key"],
    "they are found while in use",
  );
  (await server.root.put("/v1/sys/seal")).expect(204);
  assert.deepEqual(scanMemory(server.process.pid, needles), []);
});

test("keys that were made in this very process are gone as well: init, rotation, new unseal keys", {
  skip: !isLinux,
}, async () => {
  const snapshot = { NODE_OPTIONS: "--heapsnapshot-signal=SIGUSR2" };
  await using server = await UnsealedServer.start({ tls: false, env: snapshot });
  const { root } = server;
  (await root.put("/v1/sys/mounts/secret", { type: "kv" })).expect(204);
  await use(server);
  (await root.put("/v1/sys/rotate")).expect(204);
  const { nonce } = (
    await root.put("/v1/sys/rotate/root/init", { secret_shares: 1, secret_threshold: 1 })
  ).expect(200).data;
  const given = { key: server.unsealKey, nonce };
  const [fresh] = (await root.put("/v1/sys/rotate/root/update", given)).expect(200).data.keys_base64;
  await use(server);
  (await root.put("/v1/sys/seal")).expect(204);
  // Stopped, so that its files can be read while its memory stays.
  const { pid, folder } = server.process;
  const unsealKey = new Uint8Array(Buffer.from(fresh, "base64"));
  const { rootKey, barrierKeys } = await server.process.whileCopied((copy) => keysOnDisk(copy, unsealKey));
  const needles = [
    ...needlesOf("root key", rootKey),
    ...barrierKeys.flatMap((key, at) => needlesOf(`barrier key ${at + 1}`, key)),
  ];
  assert.deepEqual(scanMemory(pid, needles), []);

  server.process.signal("SIGUSR2");
  const taken = await heapSnapshot(folder);
  for (const { name, bytes } of needles)
    assert.equal(taken.indexOf(bytes), -1, `${name} is in the heap snapshot`);
});

/** Written to where the process was started; complete when it ends as JSON does. */
async function heapSnapshot(folder: string): Promise<Buffer> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const name = readdirSync(folder).find((file) => file.endsWith(".heapsnapshot"));
    const content = name ? readFileSync(join(folder, name)) : Buffer.alloc(0);
    if (content.subarray(-2).includes("}")) return content;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("no heap snapshot was written");
}
