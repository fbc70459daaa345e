import assert from "node:assert/strict";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { loadTlsSettings } from "#client/tls-settings.ts";
import { testFile } from "#test/fake-vault.ts";

test("roots come from the file, else the bytes, else every file of the directory", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-ca-"));
  t.after(() => rm(directory, { recursive: true }));
  await copyFile(testFile("test-ca.pem"), join(directory, "a.pem"));
  await copyFile(testFile("test-server.pem"), join(directory, "b.pem"));
  const caFile = testFile("test-ca.pem");
  const caBytes = new TextEncoder().encode("-----BEGIN CERTIFICATE-----");
  assert.equal((await loadTlsSettings({ caFile, caBytes, caDirectory: directory })).ca?.length, 1);
  assert.deepEqual((await loadTlsSettings({ caBytes, caDirectory: directory })).ca, [Buffer.from(caBytes)]);
  assert.equal((await loadTlsSettings({ caDirectory: directory })).ca?.length, 2);
});

test("without a CA of our own the system's roots and Node's are trusted", async () => {
  const { ca, rejectUnauthorized } = await loadTlsSettings({});
  assert.ok(Array.isArray(ca) && ca.length > 50);
  assert.equal(rejectUnauthorized, true);
});

test("a missing file, a directory without files and a file that is no PEM are named", async (t) => {
  const directory = await mkdtemp(join(tmpdir(), "coffer-ca-"));
  t.after(() => rm(directory, { recursive: true }));
  await assert.rejects(
    loadTlsSettings({ caFile: "/none.pem" }),
    /cannot read the CA certificate \/none\.pem: ENOENT/,
  );
  await assert.rejects(
    loadTlsSettings({ caDirectory: "/none" }),
    /cannot read the CA directory \/none: ENOENT/,
  );
  await assert.rejects(loadTlsSettings({ caDirectory: directory }), /is empty/);
  await writeFile(join(directory, "junk"), "junk");
  await assert.rejects(loadTlsSettings({ caDirectory: directory }), /junk holds no PEM block/);
  await assert.rejects(
    loadTlsSettings({ keyFile: "/none" }),
    /both client cert and client key must be provided/,
  );
});
