import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { describeSuite, runSuite } from "#test/raft-traces/run-suite.ts";
import { tracesFolder } from "#test/raft-traces/traces-folder.ts";

const folder = tracesFolder();
const skip = existsSync(folder) ? false : `no traces in ${folder}: set RAFT_TRACES to a folder that has them`;

test("etcd's interaction traces and data-driven cases are reproduced", { skip }, () => {
  const result = runSuite(folder);
  assert.deepEqual(result.failures, []);
  assert.ok(result.traces.total > 0, `no trace in ${folder}`);
  if (process.env.RAFT_TRACES === undefined) {
    assert.equal(describeSuite(result), "28/28 traces, 185/185 cases");
  }
});
