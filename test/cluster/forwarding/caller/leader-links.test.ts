import assert from "node:assert/strict";
import { test } from "node:test";
import { RawJson } from "#base/json/raw-json.ts";
import { ForwardError } from "#cluster/forwarding/forward-error.ts";
import type { ForwardedAnswer } from "#cluster/forwarding/wire/forwarded-answer.ts";
import type { Request } from "#contract/request.ts";
import { aRequest } from "#test/forwarding/a-request.ts";
import { aForwardingPair, keyOf, said } from "#test/forwarding/forwarding-pair.ts";

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const outcomeIs = (outcome: ForwardError["outcome"]) => (error: unknown) =>
  error instanceof ForwardError && error.outcome === outcome;

test("a forwarded request is answered as the leader answers it", async () => {
  const seen: Request[] = [];
  await using pair = await aForwardingPair({
    serve: (request) => {
      seen.push(request);
      return said("done");
    },
  });
  const answer = await pair.links.forward(pair.leader, aRequest());
  assert.equal(answer.status, 200);
  assert.equal(text(answer.body), "done");
  assert.deepEqual(answer.headers, { "X-A": "b" });
  assert.equal(seen[0]?.connection.remoteAddress, "10.1.2.3");
});

test("many at once keep their answers apart, large ones among them", async () => {
  await using pair = await aForwardingPair({
    serve: async ({ path, parameters }) => {
      const data = parameters.get("data");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      return said(`${path} ${data instanceof RawJson ? data.bytes.length : 0}`);
    },
  });
  const sizes = Array.from({ length: 100 }, (_, at) => (at % 10 === 0 ? 300_000 : 10) + at);
  const answers = await Promise.all(
    sizes.map((size, at) =>
      pair.links.forward(
        pair.leader,
        aRequest({ path: `p${at}`, parameters: new Map([["data", new RawJson(new Uint8Array(size))]]) }),
      ),
    ),
  );
  assert.deepEqual(
    answers.map(({ body }) => text(body)),
    sizes.map((size, at) => `p${at} ${size}`),
  );
});

test("a receiver that does not hold the barrier's keys never sees a request", async () => {
  let served = 0;
  await using pair = await aForwardingPair({
    serve: () => {
      served++;
      return said("");
    },
    receiverProves: keyOf("planted"),
  });
  await assert.rejects(pair.links.forward(pair.leader, aRequest()), outcomeIs("not-executed"));
  assert.deepEqual(pair.losses, ["the other end has not proved that it holds the barrier's keys"]);
  assert.equal(served, 0);
});

test("a caller that does not hold them is sent away unheard", async () => {
  // It believes whatever the receiver says, and proves nothing.
  const lies = keyOf("barrier");
  let asked = 0;
  await using pair = await aForwardingPair({
    serve: () => said(""),
    callerProves: (message) => (++asked === 1 ? lies(message) : new Uint8Array(32)),
  });
  await assert.rejects(pair.links.forward(pair.leader, aRequest()));
  assert.deepEqual(pair.refusals, ["the caller has not proved that it holds the barrier's keys"]);
});

test("a sealed node forwards nothing, and nothing is forwarded to one", async () => {
  const sealed = (): undefined => undefined;
  for (const proves of [{ callerProves: sealed }, { receiverProves: sealed }]) {
    await using pair = await aForwardingPair({ serve: () => said(""), ...proves });
    await assert.rejects(pair.links.forward(pair.leader, aRequest()), outcomeIs("not-executed"));
  }
});

test("a leader that is killed leaves what it had unknown, and what it had not yet is surely not executed", async () => {
  let arrived = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await using pair = await aForwardingPair({
    serve: () => {
      arrived();
      return new Promise<ForwardedAnswer>(() => {});
    },
  });
  const lost = pair.links.forward(pair.leader, aRequest());
  await arrival;
  await pair.kill();
  await assert.rejects(lost, outcomeIs("unknown"));
  await assert.rejects(pair.links.forward(pair.leader, aRequest()), outcomeIs("not-executed"));
});

test("a leader that says it has not executed a request is believed", async () => {
  await using pair = await aForwardingPair({ serve: () => ({ ...said(""), isNotExecuted: true }) });
  await assert.rejects(pair.links.forward(pair.leader, aRequest()), outcomeIs("not-executed"));
});

test("a leader that hangs is given up a while after somebody else leads", async () => {
  await using pair = await aForwardingPair({ serve: () => new Promise<ForwardedAnswer>(() => {}) });
  const hanging = pair.links.forward(pair.leader, aRequest());
  setTimeout(() => pair.lead({ id: 33, apiAddress: "" }), 50);
  const startedAt = performance.now();
  await assert.rejects(hanging, outcomeIs("unknown"));
  assert.ok(performance.now() - startedAt > 500, "one that stepped down has time to finish");
});

test("an answer beyond the limit is no answer, and the link lives on", async () => {
  await using pair = await aForwardingPair({
    serve: ({ path }) => said("x".repeat(path === "large" ? 200_000 : 10)),
    maxBytes: 100_000,
  });
  await assert.rejects(pair.links.forward(pair.leader, aRequest({ path: "large" })), outcomeIs("unknown"));
  assert.equal((await pair.links.forward(pair.leader, aRequest())).status, 200);
});

test("a leader that stops answers what it has, and takes nothing more", async () => {
  const waiting: ((answer: ForwardedAnswer) => void)[] = [];
  await using pair = await aForwardingPair({
    serve: () => new Promise<ForwardedAnswer>((resolve) => waiting.push(resolve)),
  });
  const first = pair.links.forward(pair.leader, aRequest());
  while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const left = pair.leave(5000);
  const second = pair.links.forward(pair.leader, aRequest());
  const refused = assert.rejects(second, outcomeIs("not-executed"));
  await refused;
  for (const resolve of waiting) resolve(said("done"));
  assert.equal(text((await first).body), "done");
  await left;
});
