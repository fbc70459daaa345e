// hvac, the Python client, unmodified, against the real process over TLS.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ServerProcess } from "#test/server/server-process.ts";
import { foreignTool, runTool } from "./foreign-tool.ts";

const HVAC = "2.4.0";
const STEPS = [
  "init",
  "unseal",
  "health",
  "audit",
  "mounts",
  "kv v1",
  "kv v2",
  "policies",
  "tokens",
  "userpass",
  "rotate",
  "seal",
];

const python = foreignTool("python3", ["--version"]);

test("hvac lives a whole life with the server", { skip: python.skip }, async () => {
  const packages = join(import.meta.dirname, "../../.cache/python-packages", HVAC);
  await runTool("python3", ["-m", "pip", "install", "--quiet", "--target", packages, `hvac==${HVAC}`], {
    unlessExists: join(packages, "hvac"),
  });
  await using server = await ServerProcess.start();
  const script = join(import.meta.dirname, "hvac_life.py");
  const audit = join(server.folder, "audit.log");
  const output = await runTool("python3", [script, server.address, server.caFile ?? "", audit], {
    env: { PYTHONPATH: packages },
  });
  assert.deepEqual(output.trim().split("\n"), STEPS);
});
