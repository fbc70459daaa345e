import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MINIMAL } from "../decide.ts";
import { load, refusal } from "./load.ts";

describe("files of seals", () => {
  const KEY = "ab".repeat(32);
  const sealed = (body: string): string => `${MINIMAL}seal ${body}`;

  test("a static key must be there, be private and be a key", () => {
    const content = sealed('"static" { current_key = "file:///k" current_key_id = "a" }');
    const files = { "/etc/a.hcl": { content } };
    assert.ok(load({ ...files, "/k": { content: KEY } }).config);
    assert.match(refusal(files), /a\.hcl:3: seal\.static\.current_key: names a file that does not exist$/);
    assert.match(refusal({ ...files, "/k": { content: "short" } }), /does not hold 32 bytes/);
    assert.match(
      refusal({ ...files, "/k": { content: KEY, mode: 0o604 } }),
      /everyone may read or change \(mode 0604\)/,
    );
  });

  test("a token file may come later, but may not be open to everyone", () => {
    const content = sealed('"transit" { address = "https://p:1" key_name = "k" token_file = "/t" }');
    const files = { "/etc/a.hcl": { content } };
    assert.ok(load(files).config);
    assert.ok(load({ ...files, "/t": { content: "x" } }).config);
    assert.match(
      refusal({ ...files, "/t": { content: "x", mode: 0o666 } }),
      /seal\.transit\.token_file: names a file that everyone/,
    );
  });
});
