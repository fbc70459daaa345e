// C14 of the bad inputs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { lines } from "../decide.ts";
import type { FakeFile } from "./fake-files.ts";
import { type FakeFileMap, load, refusal } from "./load.ts";

describe("C14: the data directory", () => {
  const text = 'listener "tcp" { tls_disable = true }\nstorage "file" { path = "/data" }';
  const withData = (data: FakeFile): FakeFileMap => ({
    "/etc/a.hcl": { content: text },
    "/data": data,
  });

  test("0777 and 0755 are refused: everyone may read", () => {
    for (const mode of [0o777, 0o755, 0o704, 0o702]) {
      const line = refusal(withData({ kind: "directory", mode }));
      assert.match(
        line,
        /^\/etc\/a\.hcl:2: storage\.file\.path: names a directory that everyone may read \(mode 07\d\d\); chmod 700 it$/,
      );
    }
  });

  test("group's bits are closed with a warning (Kubernetes' fsGroup sets them)", () => {
    const { config, warnings, tighten } = load(withData({ kind: "directory", mode: 0o2770 }));
    assert.ok(config);
    assert.deepEqual(tighten, { path: "/data", mode: 0o700 });
    assert.deepEqual(lines(warnings), [
      "/etc/a.hcl:2: storage.file.path: names a directory that more than its owner may enter (mode 2770); it is closed to them",
    ]);
  });

  test("a volume's root that belongs to someone else is taken with a warning, unless everyone may write to it", () => {
    const { config, tighten, warnings } = load(withData({ kind: "directory", mode: 0o2775, isOwn: false }));
    assert.ok(config);
    assert.equal(tighten, undefined);
    assert.equal(warnings.length, 1);
    assert.match(
      refusal(withData({ kind: "directory", mode: 0o2777, isOwn: false })),
      /everyone may write to/,
    );
  });

  test("0700 and a missing one are fine, a file is not", () => {
    assert.deepEqual(load(withData({ kind: "directory", mode: 0o700 })).warnings, []);
    assert.ok(load({ "/etc/a.hcl": { content: text } }).config);
    assert.match(refusal(withData({ content: "x" })), /names something that is no directory$/);
  });
});
