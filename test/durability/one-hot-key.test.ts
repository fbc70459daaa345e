// Many writers, one key: nobody may starve, and nobody's write may be mixed up with another's.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const WRITERS = 64;
const WRITES = 12;
/** On a machine that has nothing else to do; on a busy one, so many times what all writers together take for a turn. */
const LONGEST_WAIT_MS = 2000;
const FAIR_TURNS = 3;
const MOST_RETRIES = 3;

test("64 writers on one kv version 2 key: versions without a gap, few retries, nobody waits long", async (t) => {
  await using server = await UnsealedServer.start({ tls: false });
  const { root } = server;
  (await root.put("/v1/sys/mounts/hot", { type: "kv", options: { version: "2" } })).expect(204);
  (await root.put("/v1/hot/config", { max_versions: WRITERS * WRITES })).expect(204);
  const before = await conflicts(root);

  const waits: number[] = [];
  const authors = new Map<number, string>();
  const beganMs = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let turn = 0; turn < WRITES; turn++) {
        const author = `${writer}/${turn}`;
        const startedMs = performance.now();
        const answer = (await root.put("/v1/hot/data/key", { data: { author } })).expect(200);
        waits.push(performance.now() - startedMs);
        const { version } = answer.data;
        assert.ok(!authors.has(version), `version ${version} was given to ${authors.get(version)} too`);
        authors.set(version, author);
      }
    }),
  );

  const tookMs = performance.now() - beganMs;
  const total = WRITERS * WRITES;
  const versions = [...authors.keys()].sort((a, b) => a - b);
  assert.deepEqual(
    versions,
    Array.from({ length: total }, (_, at) => at + 1),
  );
  for (const version of [1, 2, 17, total >> 1, total - 1, total]) {
    const answer = (await root.get(`/v1/hot/data/key?version=${version}`)).expect(200);
    assert.equal(answer.data.data.author, authors.get(version));
  }
  const retries = ((await conflicts(root)) - before) / total;
  const longestMs = Math.max(...waits);
  const turnMs = tookMs / WRITES;
  t.diagnostic(
    `${retries.toFixed(2)} retries per success, longest wait ${longestMs.toFixed(0)} ms, a turn of all ${turnMs.toFixed(0)} ms`,
  );
  assert.ok(retries <= MOST_RETRIES, `${retries} retries per success`);
  assert.ok(longestMs <= Math.max(LONGEST_WAIT_MS, FAIR_TURNS * turnMs), `somebody waited ${longestMs} ms`);
});

/** Tries of this server's writes that met another write of the same data. */
async function conflicts(root: HttpClient): Promise<number> {
  const { Counters } = (await root.get("/v1/sys/metrics")).expect(200).json;
  const counters = (Counters as { Name: string; Sum: number }[]).filter(({ Name }) =>
    Name.endsWith("commit_conflicts"),
  );
  assert.ok(counters.length > 0, "the server counts conflicts");
  return counters.reduce((sum, { Sum }) => sum + Sum, 0);
}
