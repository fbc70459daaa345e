// The Go API modules that the CLI, Terraform and the Agent are built on, unmodified, against the real process over TLS.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ServerProcess } from "#test/server/server-process.ts";
import { foreignTool, runTool } from "./foreign-tool.ts";

const go = foreignTool("go", ["version"]);

test("a Go program lives a whole life with the server", { skip: go.skip }, async () => {
  const source = join(import.meta.dirname, "go");
  const binary = join(import.meta.dirname, "../../.cache/go-client");
  await runTool("go", ["build", "-o", binary, "."], { cwd: source });
  await using server = await ServerProcess.start();
  const output = await runTool(binary, [
    server.address,
    server.caFile ?? "",
    join(server.folder, "audit.log"),
  ]);
  assert.deepEqual(output.trim().split("\n"), [
    "vault: unsealed",
    "vault: mounts",
    "vault: kv",
    "vault: kv v1",
    "vault: tokens",
    "vault: userpass",
    "bao: sealed",
  ]);
});
