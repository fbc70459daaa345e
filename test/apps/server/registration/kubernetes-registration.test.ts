import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { KubernetesApi } from "#apps/server/registration/kubernetes-api.ts";
import { KubernetesRegistration } from "#apps/server/registration/kubernetes-registration.ts";
import type { PodState } from "#apps/server/registration/pod-labels.ts";
import { RecordingLogger } from "#test/core-harness/recording-logger.ts";
import { FakeKubernetesApi } from "#test/fake-kubernetes-api.ts";

const ACTIVE: PodState = { isActive: true, isSealed: false, isInitialized: true };
const STANDBY: PodState = { ...ACTIVE, isActive: false };

function registered(t: TestContext, api: FakeKubernetesApi, state: () => PodState) {
  const logger = new RecordingLogger();
  const registration = new KubernetesRegistration({
    pod: new KubernetesApi({
      host: "127.0.0.1",
      port: api.port,
      serviceAccount: api.folder,
      namespace: "vault",
      podName: "coffer-0",
    }),
    state,
    version: "1.21.4",
    // The times are a tenth, so that nobody waits for retries.
    pause: (ms, signal) => delay(ms / 10, undefined, { ...(signal && { signal }) }).catch(() => {}),
    logger,
  });
  registration.start();
  t.after(() => registration.close());
  return { registration, logger };
}

async function labelled(api: FakeKubernetesApi, wanted: Readonly<Record<string, string>>): Promise<void> {
  const deadline = Date.now() + 10_000;
  const isSo = () =>
    Object.entries(wanted).every(([name, value]) => api.pod.metadata.labels?.[name] === value);
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`the labels are ${JSON.stringify(api.pod.metadata.labels)}`);
    await delay(5);
  }
}

test("a pod without labels gets them as a whole, one with labels keeps its own", async (t) => {
  await using bare = await FakeKubernetesApi.start();
  await using labels = await FakeKubernetesApi.start({ app: "coffer", "vault-active": "true" });
  registered(t, bare, () => STANDBY);
  registered(t, labels, () => STANDBY);
  const expected = {
    "vault-active": "false",
    "vault-initialized": "true",
    "vault-perf-standby": "false",
    "vault-sealed": "false",
    "vault-version": "1.21.4",
  };
  await labelled(bare, expected);
  await labelled(labels, expected);
  assert.deepEqual(bare.pod.metadata.labels, expected);
  assert.deepEqual(labels.pod.metadata.labels, { app: "coffer", ...expected });
});

test("a change is said once, and nothing but the change", async (t) => {
  await using api = await FakeKubernetesApi.start({ app: "coffer" });
  let state = STANDBY;
  registered(t, api, () => state);
  await labelled(api, { "vault-active": "false" });
  state = ACTIVE;
  await labelled(api, { "vault-active": "true" });
  await delay(100);
  assert.deepEqual(api.patches.slice(1), [
    [{ op: "add", path: "/metadata/labels/vault-active", value: "true" }],
  ]);
});

test("while the API refuses, the newest state is kept for when it does not, and the log says why", async (t) => {
  await using api = await FakeKubernetesApi.start({});
  let state = STANDBY;
  const { logger } = registered(t, api, () => state);
  await labelled(api, { "vault-active": "false" });
  api.refusal = { status: 500, message: "etcdserver: leader changed" };
  state = ACTIVE;
  while (!JSON.stringify(logger.lines).includes("leader changed")) await delay(5);
  state = { ...STANDBY, isSealed: true };
  api.refusal = undefined;
  await labelled(api, { "vault-active": "false", "vault-sealed": "true" });
  assert.ok(!api.patches.some((patch) => JSON.stringify(patch).includes('vault-active","value":"true"')));
});

test("a rotated token is taken up", async (t) => {
  await using api = await FakeKubernetesApi.start({});
  let state = STANDBY;
  registered(t, api, () => state);
  await labelled(api, { "vault-active": "false" });
  api.rotateToken("second-token");
  state = ACTIVE;
  await labelled(api, { "vault-active": "true" });
});

test("a stopped node is no longer selected", async (t) => {
  await using api = await FakeKubernetesApi.start({});
  const { registration } = registered(t, api, () => ACTIVE);
  await labelled(api, { "vault-active": "true" });
  await registration.close();
  const { labels } = api.pod.metadata;
  assert.equal(labels?.["vault-active"], "false");
  assert.equal(labels?.["vault-sealed"], "true");
  assert.equal(labels?.["vault-initialized"], "false");
});

test("an API that is not there delays a stop by little", async (t) => {
  const api = await FakeKubernetesApi.start({});
  const { registration, logger } = registered(t, api, () => ACTIVE);
  await labelled(api, { "vault-active": "true" });
  await api[Symbol.asyncDispose]();
  const startedMs = performance.now();
  await registration.close();
  assert.ok(performance.now() - startedMs < 2000);
  assert.match(JSON.stringify(logger.lines), /could not be set at the end/);
});
