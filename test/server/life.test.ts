// A server process from outside: how it starts, what a second one does, what SIGHUP changes and how SIGTERM ends it.
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "node:tls";
import { ServerProcess, writeTls } from "#test/server/server-process.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const PATIENCE_MS = 30_000;

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`${what}: not within ${PATIENCE_MS} ms`);
    await delay(20);
  }
}

test("a second server on a taken port ends with 1, says which, and leaves the first alone", async () => {
  await using first = await UnsealedServer.start({ tls: false });
  const folder = mkdtempSync(join(tmpdir(), "coffer-second-"));
  const port = Number(new URL(first.process.address).port);
  await assert.rejects(
    ServerProcess.start({ tls: false, folder, port }),
    new RegExp(`the server ended:[\\s\\S]*can not listen on 127.0.0.1:${port}: address already in use`),
  );
  rmSync(folder, { recursive: true });
  (await first.root.get("/v1/sys/mounts")).expect(200);
});

test("a second server over the same data ends, and names what is locked", async () => {
  await using first = await UnsealedServer.start({ tls: false });
  await assert.rejects(
    ServerProcess.start({ tls: false, folder: first.process.folder }),
    /the server ended:[\s\S]*data\/state is in use by another process/,
  );
  (await first.root.get("/v1/sys/mounts")).expect(200);
});

test("SIGTERM answers what is under way, and ends with 0", async () => {
  await using server = await UnsealedServer.start({ tls: false });
  (await server.root.put("/v1/sys/mounts/kv", { type: "kv" })).expect(204);
  const answers = Array.from({ length: 50 }, (_, at) =>
    server.root.put(`/v1/kv/k${at}`, { at }).then(
      ({ status }) => status,
      () => undefined,
    ),
  );
  const [code, ...statuses] = await Promise.all([server.process.end("SIGTERM"), ...answers]);
  assert.equal(code, 0);
  await server.restart();
  for (const [at, status] of statuses.entries()) {
    assert.ok(status === 204 || status === 503 || status === undefined, `${status}`);
    if (status === 204) (await server.root.get(`/v1/kv/k${at}`)).expect(200);
  }
});

test("whatever the data directory was, nobody else may look into it", async () => {
  await using server = await UnsealedServer.start({ tls: false });
  const { dataDirectory } = server.process;
  const open = (path: string): string[] =>
    readdirSync(path, { recursive: true, encoding: "utf8" })
      .map((name) => join(path, name))
      .filter((file) => (statSync(file).mode & 0o077) !== 0);
  assert.equal(statSync(dataDirectory).mode & 0o777, 0o700);
  assert.deepEqual(open(dataDirectory), []);
  await server.process.end("SIGTERM");
  chmodSync(dataDirectory, 0o770);
  await server.restart();
  assert.equal(statSync(dataDirectory).mode & 0o777, 0o700);
  assert.match(server.process.output, /\[WARN\].*storage/);
  await server.process.end("SIGTERM");
  chmodSync(dataDirectory, 0o755);
  await assert.rejects(server.process.restart(), /the server ended:[\s\S]*storage/);
});

test("SIGHUP: level of the log, response headers and audit devices are as the file says now", async () => {
  await using server = await UnsealedServer.start({ tls: false });
  const folder = mkdtempSync(join(tmpdir(), "coffer-audit-"));
  const file = join(folder, "audit.log");
  server.process.configure(`
log_level = "debug"
audit "file" "declared" { options { file_path = "${file}" } }
`);
  server.process.signal("SIGHUP");
  await server.process.printed(/configuration reloaded/);
  await until(async () => (await server.root.get("/v1/sys/mounts")).isDone, "the device takes entries");
  const levels = (await server.root.get("/v1/sys/loggers")).expect(200).data;
  assert.ok(
    Object.values(levels).every((level) => level === "debug"),
    JSON.stringify(levels),
  );
  await until(() => existsSync(file) && readFileSync(file, "utf8").includes('"sys/mounts"'), "an entry");
  const listed = (await server.root.get("/v1/sys/audit")).expect(200).data;
  assert.equal(listed["declared/"].type, "file");
  const refusal = (await server.root.delete("/v1/sys/audit/declared")).expect(400);
  assert.match(refusal.errors.join(), /configuration-managed/);

  renameSync(file, `${file}.1`);
  server.process.signal("SIGHUP");
  await until(async () => {
    (await server.root.get("/v1/sys/mounts")).expect(200);
    return existsSync(file);
  }, "a new file");
  rmSync(folder, { recursive: true });
});

test("an audit device of the configuration is there from the first request on, and after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-audit-"));
  const file = join(folder, "audit.log");
  const config = `
unsafe_allow_api_audit_creation = false
audit "file" "declared" { options { file_path = "${file}" } }
`;
  await using server = await UnsealedServer.start({ tls: false, config });
  await until(async () => (await server.root.get("/v1/sys/mounts")).isDone, "requests are audited");
  const hashOf = async (): Promise<string> =>
    (await server.root.put("/v1/sys/audit-hash/declared", { input: "value" })).expect(200).data.hash;
  const hash = await hashOf();
  const asked = { type: "file", options: { file_path: join(folder, "other.log") } };
  (await server.root.put("/v1/sys/audit/other", asked)).expect(403);
  await server.restart();
  await until(async () => (await server.root.get("/v1/sys/mounts")).isDone, "requests are audited again");
  assert.equal(await hashOf(), hash);
  assert.ok(readFileSync(file, "utf8").split("\n").length > 6);
  rmSync(folder, { recursive: true });
});

test("an audit block that can not be is refused at the start, by name", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-audit-"));
  const config = 'audit "file" "declared" { options { mode = "0600" } }';
  await assert.rejects(
    ServerProcess.start({ tls: false, folder, config }),
    /the server ended:[\s\S]*audit "file" "declared\/": .*file_path/,
  );
  rmSync(folder, { recursive: true });
});

test("the log's file takes every thread's lines, is put aside when it is large, and opened anew by SIGHUP", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-log-"));
  const file = join(folder, "server.log");
  const pidFile = join(folder, "server.pid");
  const config = `
log_level = "trace"
log_file = "${file}"
log_rotate_bytes = 2000
log_rotate_max_files = 2
pid_file = "${pidFile}"
`;
  await using server = await UnsealedServer.start({ tls: false, config });
  assert.equal(Number(readFileSync(pidFile, "utf8")), server.process.pid);
  assert.equal(statSync(file).mode & 0o077, 0);
  const aside = (): string[] => readdirSync(folder).filter((name) => /^server-\d+\.log$/.test(name));
  const chatter = async (): Promise<void> => {
    await server.seal();
    await server.unseal();
  };
  const seen = new Set<string>();
  await until(async () => {
    await chatter();
    for (const name of aside()) seen.add(name);
    return seen.size >= 3;
  }, "files are put aside");
  await until(() => aside().length <= 2, "and not more are kept than wanted");
  const all = [
    ...aside()
      .sort()
      .map((name) => join(folder, name)),
    file,
  ]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "utf8"))
    .join("");
  assert.match(all, /core: vault is (un)?sealed/);
  for (const line of all.trimEnd().split("\n")) assert.match(line, /^\d{4}-\d\d-\d\dT\S+ \[[A-Z]+\] /);
  await server.process.end("SIGTERM");
  assert.equal(existsSync(pidFile), false);
  rmSync(folder, { recursive: true });
});

test("a log file that can not be opened is refused at the start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-log-"));
  const config = `log_file = "${join(folder, "nowhere/server.log")}"`;
  await assert.rejects(
    ServerProcess.start({ tls: false, folder, config }),
    /the server ended:[\s\S]*nowhere\/server.log/,
  );
  rmSync(folder, { recursive: true });
});

test("a renewed certificate is in use after SIGHUP, and soon without it, on every thread", async () => {
  await using server = await UnsealedServer.start({
    config: "request_threads = 2",
    listener: 'tls_auto_reload_interval = "1s"',
  });
  const before = await certificates(server);
  assert.equal(before.size, 1);
  await writeTls(server.process.folder);
  server.process.signal("SIGHUP");
  await server.process.printed(/configuration reloaded/);
  const afterSignal = await certificates(server);
  assert.equal(afterSignal.size, 1);
  assert.ok(!afterSignal.has([...before][0] ?? ""));
  await writeTls(server.process.folder);
  await until(async () => {
    const now = await certificates(server);
    return now.size === 1 && !now.has([...afterSignal][0] ?? "");
  }, "the changed files are seen");
});

/** Fingerprints of what twenty connections are shown: the kernel spreads them over the threads. */
async function certificates(server: UnsealedServer): Promise<Set<string>> {
  const port = Number(new URL(server.process.address).port);
  const one = () =>
    new Promise<string>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.once("error", reject);
    });
  return new Set(await Promise.all(Array.from({ length: 20 }, one)));
}
