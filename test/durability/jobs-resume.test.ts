// Work longer than one entry, cut off by kill -9: the next start goes on with it and finishes, and leaves nothing.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readStoredRecords } from "#test/durability/stored-records.ts";
import type { HttpClient } from "#test/http-client/http-client.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const AT_ONCE = 32;
/** The kill may come before the work has begun or after its end: then once more, later or earlier. */
const TRIES = 12;
const FIRST_DELAY_MS = 50;
const STEP = 1.6;

/** Work that a request begins and a job finishes. */
interface LongWork {
  /** Keys of the state store that the work takes away. */
  isDoomed(key: string): boolean;
  count: number;
  begin(): Promise<unknown>;
}

test("an unmount is gone on with after a kill, and leaves nothing of the mount", async () => {
  await using server = await UnsealedServer.start({ tls: false });
  await mountWithKeys(server.root, "kept", 50);
  await killInTheMiddle(server, async (turn) => {
    const path = `doomed-${turn}`;
    const uuid = await mountWithKeys(server.root, path, 3000);
    return {
      isDoomed: (key) => key.includes(`/${uuid}/`),
      count: 3000,
      begin: () => server.root.delete(`/v1/sys/mounts/${path}`),
    };
  });
  const kept = (await server.root.list("/v1/kept")).expect(200);
  assert.equal(kept.data.keys.length, 50);
});

test("the revocation of a tree of tokens is gone on with after a kill, and leaves none of them", async () => {
  await using server = await UnsealedServer.start({ tls: false });
  const bystander = await createToken(server.root);
  await killInTheMiddle(server, async () => {
    const before = await tokenKeys(server.root);
    const trunk = await createToken(server.root);
    const tree = [trunk, ...(await grow(server.as(trunk), 30))];
    for (const branch of tree.slice(1, 21)) tree.push(...(await grow(server.as(branch), 30)));
    return {
      isDoomed: (key) => /^token\/|^token-accessor\//.test(key),
      count: 2 * (tree.length + before),
      begin: () => server.root.put("/v1/auth/token/revoke", { token: trunk }),
      survivors: 2 * before,
      async check() {
        for (const token of tree) {
          (await server.as(token).get("/v1/auth/token/lookup-self")).expect(403);
        }
      },
    };
  });
  (await server.as(bystander).get("/v1/auth/token/lookup-self")).expect(200);
});

/** @param plant what the work is done on, anew for each try */
async function killInTheMiddle(
  server: UnsealedServer,
  plant: (turn: number) => Promise<LongWork & { survivors?: number; check?(): Promise<void> }>,
): Promise<void> {
  let delayMs = FIRST_DELAY_MS;
  for (let turn = 1; turn <= TRIES; turn++) {
    const work = await plant(turn);
    const { survivors = 0 } = work;
    const begun = work.begin().catch(() => undefined);
    await delay(delayMs);
    await server.process.end("SIGKILL");
    await begun;
    const left = await countStored(server, work);
    await server.restart();
    if (left <= survivors || left >= work.count) {
      delayMs = left <= survivors ? delayMs / STEP : delayMs * STEP;
      continue;
    }
    await server.process.printed(/job done/);
    await work.check?.();
    const code = await server.process.end("SIGTERM");
    assert.equal(code, 0);
    assert.equal(await countStored(server, work), survivors);
    assert.equal(await countStored(server, { isDoomed: (key) => key.startsWith("job/") }), 0);
    await server.restart();
    return;
  }
  assert.fail(`none of ${TRIES} kills came in the middle of the work`);
}

async function countStored(
  server: UnsealedServer,
  { isDoomed }: Pick<LongWork, "isDoomed">,
): Promise<number> {
  const { opened, unopened } = await readStoredRecords(server.process.dataDirectory, server.unsealKey);
  assert.deepEqual(unopened, []);
  return [...opened.keys()].filter(isDoomed).length;
}

/** @returns the mount's uuid */
async function mountWithKeys(root: HttpClient, path: string, count: number): Promise<string> {
  (await root.put(`/v1/sys/mounts/${path}`, { type: "kv" })).expect(204);
  await inParallel(count, async (at) => {
    (await root.put(`/v1/${path}/k${at}`, { at })).expect(204);
  });
  return (await root.get(`/v1/sys/mounts/${path}`)).expect(200).json.uuid;
}

async function createToken(client: HttpClient): Promise<string> {
  const policies = ["root"];
  return (await client.put("/v1/auth/token/create", { policies })).expect(200).json.auth.client_token;
}

async function grow(parent: HttpClient, count: number): Promise<string[]> {
  const tokens: string[] = [];
  await inParallel(count, async () => {
    tokens.push(await createToken(parent));
  });
  parent[Symbol.dispose]();
  return tokens;
}

/** How many tokens there are. */
async function tokenKeys(root: HttpClient): Promise<number> {
  return (await root.list("/v1/auth/token/accessors")).expect(200).data.keys.length;
}

async function inParallel(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
