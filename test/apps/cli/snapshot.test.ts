import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { FakeVault } from "#test/fake-vault.ts";
import { runCommand } from "#test/run-command.ts";

type Files = Readonly<Record<string, string>>;

function tarOf(files: Files): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write("0000600\0", 100);
    header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
    header.write("        ", 148);
    header.write("0ustar\x0000", 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function snapshotFiles(state = "state ".repeat(1000)): Files {
  const meta = '{"Version":1,"ID":"s1","Index":42,"Term":3}';
  const sums = `${sha256(meta)}  meta.json\n${sha256(state)}  state.bin\n`;
  return { "meta.json": meta, "state.bin": state, SHA256SUMS: sums, "SHA256SUMS.sealed": "sealed" };
}

const archiveOf = (files: Files) => gzipSync(tarOf(files));

async function aDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "coffer-snapshot-"));
  t.after(() => rm(directory, { recursive: true }));
  return directory;
}

function serving(bytes: Uint8Array) {
  return FakeVault.start((_request, response) => {
    response.writeHead(200, { "Content-Type": "application/gzip" });
    response.end(bytes);
    return undefined;
  });
}

test("save writes the file whole, for its owner only, and says what it is", async (t) => {
  const path = join(await aDirectory(t), "backup.snap");
  const archive = archiveOf(snapshotFiles());
  await using vault = await serving(archive);
  const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
  const run = await runCommand(`operator raft snapshot save ${path}`, { environment });
  assert.equal(run.code, 0, run.stderr);
  assert.equal(run.stdout, `Success! Saved the snapshot at index 42 (${archive.length} bytes) to: ${path}\n`);
  assert.deepEqual(await readFile(path), archive);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test("a snapshot cut at any point is never kept, and an older file stays as it was", async (t) => {
  const directory = await aDirectory(t);
  const path = join(directory, "backup.snap");
  await writeFile(path, "older");
  const archive = archiveOf(snapshotFiles());
  for (let length = 0; length < archive.length - 8; length += 40) {
    await using vault = await serving(archive.subarray(0, length));
    const environment = { VAULT_ADDR: vault.address, VAULT_TOKEN: "s.t" };
    const run = await runCommand(`operator raft snapshot save ${path}`, { environment });
    assert.equal(run.code, 2, `cut at ${length}`);
    assert.match(run.stderr, /^Error taking the snapshot: [^\n]+\n$/);
    assert.equal(await readFile(path, "utf8"), "older");
    assert.deepEqual(await readdir(directory), ["backup.snap"]);
  }
});

test("inspect tells what a snapshot is, and what is wrong with one", async (t) => {
  const path = join(await aDirectory(t), "s.snap");
  const inspect = async (bytes: Uint8Array) => {
    await writeFile(path, bytes);
    return await runCommand(`operator raft snapshot inspect -format=json ${path}`);
  };
  const good = await inspect(archiveOf(snapshotFiles()));
  assert.deepEqual(JSON.parse(good.stdout), {
    Version: 1,
    ID: "s1",
    Index: 42,
    Term: 3,
    StateBytes: 6000,
    SealedSums: true,
  });
  const files = snapshotFiles();
  const { SHA256SUMS: _sums, ...withoutSums } = files;
  const damaged: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /ends without its end mark|unexpected end/],
    [Buffer.from("not gzip"), /incorrect header check/],
    [archiveOf({ ...files, "state.bin": "other" }), /hash check failed for state\.bin/],
    [archiveOf({ ...files, "meta.json": "{}" }), /hash check failed for meta\.json/],
    [archiveOf(withoutSums), /holds no SHA256SUMS/],
    [archiveOf({ ...files, SHA256SUMS: "nonsense" }), /SHA256SUMS cannot be read/],
    [gzipSync(Buffer.alloc(512, 7)), /header/],
    [gzipSync(tarOf(files).subarray(0, 700)), /ends in the middle/],
  ];
  for (const [bytes, message] of damaged) {
    const run = await inspect(bytes);
    assert.equal(run.code, 2);
    assert.match(run.stderr, message);
  }
});

test("restore checks the file first, sends it to the leader a standby names, and says so", async (t) => {
  const path = join(await aDirectory(t), "s.snap");
  const archive = archiveOf(snapshotFiles());
  await writeFile(path, archive);
  await using leader = await FakeVault.start(() => ({}));
  const redirect = ({ url }: { url: string }) => ({
    status: 307,
    headers: { Location: leader.address + url },
  });
  await using standby = await FakeVault.start(redirect, { refuseBodies: true });
  const environment = { VAULT_ADDR: standby.address, VAULT_TOKEN: "s.t" };
  const run = await runCommand(`operator raft snapshot restore -force ${path}`, { environment });
  assert.equal(run.code, 0, run.stderr);
  const [request] = leader.requests;
  assert.equal(request?.url, "/v1/sys/storage/raft/snapshot-force");
  assert.equal(request?.headers["x-vault-token"], "s.t");
  assert.equal(request?.body.length, archive.toString().length);
  assert.equal(standby.requests.length, 1);
  await writeFile(path, archive.subarray(0, 100));
  const damaged = await runCommand(`operator raft snapshot restore ${path}`, { environment });
  assert.equal(damaged.code, 2);
  assert.equal(leader.requests.length, 1);
});
