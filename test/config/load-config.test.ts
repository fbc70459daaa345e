// From paths to texts to a decision. Of the table C of bad inputs: C10, C11, C12. (C1: unknown-keys, C2 and C6:
// listener, C3 to C5: files/tls-files, C7 to C9: wrong-values, C13: environment, C14: files/data-directory.)
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { nodeFiles } from "#config/files/node-files.ts";
import { type LoadedConfig, loadConfig } from "#config/load-config.ts";
import { lines, MINIMAL } from "./decide.ts";
import { load, NOW_MS, pem, refusal } from "./files/load.ts";

describe("which files count", () => {
  test("a directory stands for its *.hcl and *.json in order", () => {
    const files = {
      "/d": { kind: "directory" },
      "/d/b.json": { content: '{"log_level": "debug"}' },
      "/d/a.hcl": { content: `${MINIMAL}log_level = "warn"\nui = true` },
      "/d/readme.txt": { content: "no configuration" },
      "/d/.hidden.hcl": { content: "no = configuration =" },
      "/d/sub.hcl": { kind: "directory" },
    } as const;
    const { config } = load(files, { paths: ["/d"] });
    assert.deepEqual([config?.log.level, config?.node.uiEnabled], ["debug", true]);
  });

  test("VAULT_CONFIG_PATH stands in for -config", () => {
    const inputs = { paths: [], environment: { VAULT_CONFIG_PATH: "/etc/b.hcl" } };
    assert.ok(load({ "/etc/b.hcl": { content: MINIMAL } }, inputs).config);
    assert.equal(refusal({}, { paths: [] }), "-config: is required: a file or a directory");
  });

  test("a directory without any is an error", () => {
    assert.equal(
      refusal({ "/d": { kind: "directory" } }, { paths: ["/d"] }),
      "/d: holds no *.hcl or *.json file",
    );
  });

  test("a file given twice, by whatever name, is an error", () => {
    const files = {
      "/etc/a.hcl": { content: MINIMAL },
      "/etc/link.hcl": { content: MINIMAL, realPath: "/etc/a.hcl" },
    };
    assert.equal(refusal(files, { paths: ["/etc/a.hcl", "/etc/link.hcl"] }), "/etc/link.hcl: is given twice");
  });

  test("what cannot be read, is too large or is no text is an error in one line", () => {
    assert.equal(refusal({}), "/etc/a.hcl: does not exist");
    assert.equal(refusal({ "/etc/a.hcl": {} }), "/etc/a.hcl: cannot be read");
    assert.equal(
      refusal({ "/etc/a.hcl": { content: "#".repeat(2 ** 20 + 1) } }),
      "/etc/a.hcl: is larger than any such file should be",
    );
    assert.equal(
      refusal({ "/etc/a.hcl": { content: Uint8Array.of(0x61, 0xff) } }),
      "/etc/a.hcl: is not UTF-8 text",
    );
  });

  test("a name with control characters stays one line", () => {
    assert.equal(refusal({}, { paths: ["/x\n\u001b[2J.hcl"] }), "/x [2J.hcl: does not exist");
  });
});

describe("C10: odd texts", () => {
  test("NUL is refused with its place", () => {
    assert.equal(
      refusal({ "/etc/a.hcl": { content: `${MINIMAL}ui = "\0"` } }),
      "/etc/a.hcl:3: NUL character",
    );
  });

  test("a byte order mark and CRLF are taken", () => {
    const { config } = load({
      "/etc/a.hcl": { content: `\uFEFF${MINIMAL.replaceAll("\n", "\r\n")}ui = true\r\n` },
    });
    assert.equal(config?.node.uiEnabled, true);
  });
});

describe("C12: a bomb is refused within 200 ms", () => {
  const bombs: readonly (readonly [string, string])[] = [
    ["nested blocks", "a {".repeat(300_000)],
    ["values", `a = [${"1,".repeat(500_000)}]`],
    ["one unknown key after another", Array.from({ length: 90_000 }, (_, i) => `k${i}=1`).join("\n")],
    ["heredocs", "a = <<E\n".repeat(100_000)],
    ["listeners", 'listener "tcp" { tls_disable = true }\n'.repeat(2000)],
  ];
  for (const [name, content] of bombs) {
    test(name, () => {
      const startedAt = performance.now();
      const { config, errors } = load({ "/etc/a.hcl": { content } });
      const tookMs = performance.now() - startedAt;
      assert.equal(config, undefined);
      assert.ok(errors.length > 0);
      assert.ok(tookMs < 200, `took ${tookMs} ms`);
    });
  }
});

describe("on the real file system", () => {
  test("C11: links in a circle, directories and pipes in a file's place are refused, not waited for", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "coffer-config-"));
    context.after(() => rmSync(folder, { recursive: true }));
    symlinkSync(join(folder, "loop.hcl"), join(folder, "loop.hcl"));
    mkdirSync(join(folder, "conf.d"));
    symlinkSync(folder, join(folder, "conf.d", "up.hcl"));
    const from = (path: string): LoadedConfig =>
      loadConfig({ paths: [path], environment: {}, files: nodeFiles, networkAddresses: [], nowMs: NOW_MS });
    assert.deepEqual(lines(from(join(folder, "loop.hcl")).errors), [`${folder}/loop.hcl: cannot be read`]);
    assert.deepEqual(lines(from(join(folder, "conf.d")).errors), [
      `${folder}/conf.d: holds no *.hcl or *.json file`,
    ]);
    assert.deepEqual(lines(from("/dev/null").errors), ["/dev/null: cannot be read"]);
  });

  test("a whole configuration with its files is accepted", (context) => {
    const folder = mkdtempSync(join(tmpdir(), "coffer-config-"));
    context.after(() => rmSync(folder, { recursive: true }));
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("crt"), pem("node.crt"));
    writeFileSync(at("key"), pem("node.key"));
    chmodSync(at("key"), 0o600);
    mkdirSync(at("data"), { mode: 0o750 });
    const text = `listener "tcp" { tls_cert_file = "${at("crt")}" tls_key_file = "${at("key")}" }\nstorage "file" { path = "${at("data")}" }`;
    writeFileSync(at("a.hcl"), text);
    const loaded = loadConfig({
      paths: [at("a.hcl")],
      environment: {},
      files: nodeFiles,
      networkAddresses: [],
      nowMs: NOW_MS,
    });
    assert.deepEqual(lines(loaded.errors), []);
    assert.deepEqual(loaded.tighten, { path: at("data"), mode: 0o700 });
  });
});
