// What a node tells of itself beside metrics: requests in flight, its machine, its configuration, its log.
import assert from "node:assert/strict";
import { type IncomingMessage, request } from "node:http";
import { after, before, test } from "node:test";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

let server: UnsealedServer;

before(async () => {
  server = await UnsealedServer.start({ tls: false, config: 'log_level = "warn"' });
});
after(() => server[Symbol.asyncDispose]());

test("requests in flight name who asks for what, on any thread, and never a body or token", async () => {
  const { root, anybody } = server;
  (await root.put("/v1/sys/auth/userpass", { type: "userpass" })).expect(204);
  (await root.put("/v1/auth/userpass/users/ann", { password: "correct horse" })).expect(204);
  // Hashing takes its time, so these are seen under way.
  const login = () => anybody.put("/v1/auth/userpass/login/ann", { password: "correct horse" });
  let found: [string, Record<string, string>][] = [];
  for (let tries = 0; !found.some(([, { request_method: method }]) => method === "POST"); tries++) {
    assert.ok(tries < 50, "no login was ever seen under way");
    const [shown, answer] = await Promise.all([root.get("/v1/sys/in-flight-req"), login()]);
    answer.expect(200);
    assert.ok(!/horse|hvs\./.test(shown.expect(200).text));
    found = Object.entries(shown.json);
  }
  for (const [id, entry] of found) {
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(entry.client_remote_address ?? "", /^127\.0\.0\.1:\d+$/);
    assert.match(`${entry.request_method} ${entry.request_path}`, IN_FLIGHT);
    assert.ok(Math.abs(Date.parse(entry.start_time ?? "") - Date.now()) < 60_000);
  }
});

test("the machine and the configuration are shown, without secrets and without a token to nobody", async () => {
  const info = (await server.root.get("/v1/sys/host-info")).expect(200).data;
  assert.equal(info.disk.length, 2);
  const configuration = (await server.root.get("/v1/sys/config/state/sanitized")).expect(200).data;
  assert.equal(configuration.log_level, "warn");
  assert.equal(configuration.storage.type, "raft");
  assert.ok(
    !JSON.stringify(configuration).includes(server.process.folder) ||
      configuration.storage.config === undefined,
  );
  for (const path of ["host-info", "config/state/sanitized", "in-flight-req", "loggers", "monitor"]) {
    (await server.anybody.get(`/v1/sys/${path}`)).expect(403);
  }
});

test("a logger's level is changed on every thread at once, and comes back", async () => {
  const { root } = server;
  const all = (await root.get("/v1/sys/loggers")).expect(200).data;
  assert.equal(all.core, "warn");
  (await root.put("/v1/sys/loggers/raft", { level: "trace" })).expect(204);
  assert.deepEqual((await root.get("/v1/sys/loggers/raft")).data, { raft: "trace" });
  assert.equal((await root.get("/v1/sys/loggers")).data.core, "warn");
  (await root.put("/v1/sys/loggers", { level: "debug" })).expect(204);
  assert.deepEqual(new Set(Object.values((await root.get("/v1/sys/loggers")).data)), new Set(["debug"]));
  (await root.delete("/v1/sys/loggers/raft")).expect(204);
  assert.deepEqual((await root.get("/v1/sys/loggers/raft")).data, { raft: "warn" });
  (await root.delete("/v1/sys/loggers")).expect(204);
  assert.equal((await root.get("/v1/sys/loggers")).data.core, "warn");
});

test("what is wrong about a level is said", async () => {
  const { root } = server;
  const told = async (path: string, body: object) =>
    (await root.put(`/v1/sys/${path}`, body)).expect(400).errors;
  assert.deepEqual(await told("loggers", {}), ["level is required"]);
  assert.deepEqual(await told("loggers", { level: "loud" }), [
    "invalid level provided: unknown log level: loud",
  ]);
  assert.deepEqual(await told("loggers/nope", { level: "info" }), ['logger "nope" not found']);
  assert.deepEqual((await root.get("/v1/sys/loggers/nope")).expect(200).data, {});
});

test("a monitor hears what other threads write, at its own level, and ends with the node", async () => {
  // The log itself is at "warn": only the monitor hears of this.
  const monitor = await Monitor.start("/v1/sys/monitor?log_level=debug&log_format=json");
  for (let attempt = 0; attempt < 20; attempt++) server.process.signal("SIGHUP");
  const line = JSON.parse(await monitor.line());
  assert.equal(line["@message"], "configuration reloaded");
  assert.ok(!server.process.output.includes("configuration reloaded"));
  const ended = monitor.ended();
  assert.equal(await server.process.end("SIGTERM"), 0);
  await ended;
});

const IN_FLIGHT = /^(GET \/v1\/sys\/in-flight-req|POST \/v1\/auth\/userpass\/login\/ann)$/;

/** A stream of the log, as a client holds it. */
class Monitor {
  readonly #incoming: IncomingMessage;
  #text = "";

  private constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    incoming.setEncoding("utf8").on("data", (chunk: string) => {
      this.#text += chunk;
    });
  }

  static start(path: string): Promise<Monitor> {
    const { promise, resolve, reject } = Promise.withResolvers<Monitor>();
    const headers = { "X-Vault-Token": server.rootToken };
    const outgoing = request(server.process.address + path, { headers, agent: false }, (incoming) =>
      resolve(new Monitor(incoming)),
    );
    outgoing.once("error", reject).end();
    return promise;
  }

  /** The first that comes. */
  async line(): Promise<string> {
    while (!this.#text.includes("\n")) await new Promise((resolve) => this.#incoming.once("data", resolve));
    return this.#text.split("\n")[0] ?? "";
  }

  async ended(): Promise<void> {
    if (!this.#incoming.readableEnded) await new Promise((resolve) => this.#incoming.once("end", resolve));
  }
}
