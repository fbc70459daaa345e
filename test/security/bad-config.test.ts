// Row C of the corpus of bad inputs: a server that should not start does not, says in one line which file, line and field
// is wrong and why, and shows no value; what is only unwise starts with a warning. The real process; every wrong value
// there is stands in test/config.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { freePort } from "#test/server/free-port.ts";

const LAUNCHER = join(import.meta.dirname, "../../bin/coffer");
const TESTDATA = join(import.meta.dirname, "../config/testdata");
const START_MS = 30_000;
/** Stands where secrets do. */
const CANARY = "CANARY-5ab1";

interface Started {
  code: number | null;
  output: string;
}

describe("bad configurations", () => {
  let folder: string;
  let port: number;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "coffer-config-"));
    port = await freePort();
    for (const name of ["node.crt", "node.key", "other.key"]) {
      const text = readFileSync(join(TESTDATA, name));
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const plain = (): string => `listener "tcp" {\n  address = "127.0.0.1:${port}"\n  tls_disable = true\n}\n`;
  const tls = (key: string, certificate = "node.crt"): string =>
    `listener "tcp" {\n  address = "127.0.0.1:${port}"\n  tls_cert_file = "${folder}/${certificate}"\n  tls_key_file = "${folder}/${key}"\n}\n`;
  const INMEM = 'storage "inmem" {}\n';

  /** Starts; a server that runs is ended at once. */
  function start(config: string | Buffer, env: Record<string, string> = {}): Promise<Started> {
    const file = join(folder, "a.hcl");
    writeFileSync(file, config);
    const { promise, resolve } = Promise.withResolvers<Started>();
    const child = spawn(LAUNCHER, ["server", `-config=${file}`], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let output = "";
    const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes("server started!")) child.kill("SIGTERM");
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output: output.replaceAll(folder, "") });
    });
    return promise;
  }

  const refusals: [
    id: string,
    says: string,
    config: () => string | Buffer,
    line: RegExp,
    env?: Record<string, string>,
  ][] = [
    ["C2", "a listener twice", () => INMEM + plain() + plain(), /^\/a\.hcl:6: listener\.tcp\.address: .*/],
    [
      "C3",
      "a key that is not there",
      () => INMEM + tls("missing.key"),
      /^\/a\.hcl:5: listener\.tcp\.tls_key_file: names a file that does not exist$/,
    ],
    [
      "C4",
      "the key of another certificate",
      () => INMEM + tls("other.key"),
      /^\/a\.hcl:\d: listener\.tcp\.tls_\w+: .*/,
    ],
    [
      "C7",
      "port 99999",
      () => `${INMEM}listener "tcp" {\n  address = "127.0.0.1:99999"\n  tls_disable = true\n}\n`,
      /^\/a\.hcl:3: listener\.tcp\.address: .*/,
    ],
    [
      "C8",
      "a negative size",
      () => INMEM + plain().replace("tls_disable", "max_request_size = -1\n  tls_disable"),
      /^\/a\.hcl:4: listener\.tcp\.max_request_size: .*/,
    ],
    [
      "C8",
      "a size of a billion gigabytes",
      () => INMEM + plain().replace("tls_disable", 'max_request_size = "1e9GB"\n  tls_disable'),
      /^\/a\.hcl:4: listener\.tcp\.max_request_size: .*/,
    ],
    [
      "C9",
      "one address for API and cluster",
      () => `${INMEM}${plain()}api_addr = "http://127.0.0.1:8201"\ncluster_addr = "https://127.0.0.1:8201"\n`,
      /^\/a\.hcl:7: cluster_addr: .*/,
    ],
    ["C10", "a NUL", () => `${INMEM}${plain()}ui = \u0000true\n`, /^\/a\.hcl:6: .*/],
    [
      "C12",
      "10,000 blocks in each other",
      () => `${INMEM}${plain()}${"a { ".repeat(10_000)}`,
      /^\/a\.hcl:6: .*nested more than.*/,
    ],
    ["C12", "nine megabytes", () => `${INMEM}${plain()}# ${"x".repeat(9_000_000)}\n`, /^\/a\.hcl: .*/],
    [
      "C13",
      "an environment variable of another type",
      () => INMEM + plain(),
      /VAULT_DISABLE_MLOCK|VAULT_UI|BAO_UI|COFFER_UI|: .*/,
      { VAULT_UI: CANARY, VAULT_API_ADDR: CANARY },
    ],
    [
      "C14",
      "a data directory that everyone may read",
      () => `storage "file" {\n  path = "${wideOpen()}"\n}\n${plain()}`,
      /^\/a\.hcl:2: storage\.file\.path: names a directory that everyone may read \(mode 0777\); chmod 700 it$/,
    ],
  ];

  function wideOpen(): string {
    const path = join(folder, "open");
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o777);
    return path;
  }

  for (const [id, says, config, line, env] of refusals) {
    test(`${id}: ${says} → exit 1 and one line`, async () => {
      const { code, output } = await start(config(), env);
      assert.equal(code, 1, output);
      const lines = output.trimEnd().split("\n");
      assert.equal(lines.length, 1, output);
      assert.match(lines[0] ?? "", line);
      assert.ok(!output.includes(CANARY), "a value is shown");
    });
  }

  test("C3: a key that everyone may read → exit 1 and one line", async () => {
    writeFileSync(join(folder, "open.key"), readFileSync(join(TESTDATA, "node.key")));
    chmodSync(join(folder, "open.key"), 0o644);
    const { code, output } = await start(INMEM + tls("open.key"));
    assert.equal(code, 1);
    assert.match(
      output,
      /^\/a\.hcl:5: listener\.tcp\.tls_key_file: names a file that everyone may read or change \(mode 0644\); chmod 600 it\n$/,
    );
  });

  const warnings: [id: string, says: string, config: () => string | Buffer, line: RegExp][] = [
    [
      "C1",
      "an unknown key",
      () => `${INMEM}${plain()}nonsense = "${CANARY}"\n`,
      /\[WARN\] .*\/a\.hcl:6: nonsense: .*/,
    ],
    [
      "C6",
      "no TLS on every address",
      () => `${INMEM}${plain().replace("127.0.0.1", "0.0.0.0")}`,
      /\[WARN\] .*\/a\.hcl:\d: listener\.tcp\.tls_disable: .*/,
    ],
    [
      "C10",
      "a byte order mark and Windows' line ends",
      () => Buffer.from(`\ufeff${INMEM}${plain()}`.replaceAll("\n", "\r\n")),
      /server started!/,
    ],
    [
      "C14",
      "a data directory with the group's bits",
      () => `storage "file" {\n  path = "${groupOpen()}"\n}\n${plain()}`,
      /\[WARN\] .*\/a\.hcl:2: storage\.file\.path: .*it is closed to them/,
    ],
  ];

  function groupOpen(): string {
    const path = join(folder, "group");
    mkdirSync(path, { recursive: true });
    chmodSync(path, 0o770);
    return path;
  }

  for (const [id, says, config, line] of warnings) {
    test(`${id}: ${says} → it starts, and says so`, async () => {
      const { code, output } = await start(config());
      assert.equal(code, 0, output);
      assert.match(output, line);
      assert.ok(!output.includes(CANARY), "a value is shown");
    });
  }
});
