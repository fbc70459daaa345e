// Values go in by every door; then everything that the process has written is searched for them: data, log, audit.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Canary } from "#test/durability/canary.ts";
import { UnsealedServer } from "#test/server/unsealed-server.ts";

const canaries = new Map<string, Canary>();

/** A new value, known by where it goes in. */
function value(door: string): string {
  const canary = new Canary();
  canaries.set(door, canary);
  return canary.text;
}

/** An audit entry shows the names of fields, as Vault's do; nothing else does. */
const fieldName = new Canary();

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("a canary is found in each of its forms", () => {
  const canary = new Canary();
  const { text } = canary;
  const found = (bytes: Buffer | string): string[] => canary.formsIn(Buffer.from(bytes));
  assert.deepEqual(found(`x${text}x`), ["raw"]);
  assert.deepEqual(found(Buffer.from(text).toString("hex")), ["hex"]);
  assert.deepEqual(found(Buffer.from(text, "utf16le")), ["UTF-16LE"]);
  for (const before of ["", "a", "ab", "abc"]) {
    assert.ok(found(base64(`${before}${text} and more`)).length > 0, `base64 behind "${before}"`);
  }
  assert.deepEqual(found("something else"), []);
});

test("no value that came in by any door lies in data, log or audit file", async () => {
  await using server = await UnsealedServer.start({ tls: false, config: 'log_level = "trace"' });
  const { root, process: node } = server;
  const audit = join(node.folder, "audit");
  mkdirSync(audit);
  const device = { type: "file", options: { file_path: join(audit, "audit.log") } };
  (await root.put("/v1/sys/audit/file", device)).expect(204);
  const shown = await writeByEveryDoor(server);
  canaries.set("the root token", new Canary(server.rootToken));
  canaries.set("the unseal key", new Canary(server.unsealKey));
  await server.restart("SIGKILL");
  // Everything is read once more, and what was in memory is on disk.
  (await root.get("/v1/c1/k")).expect(200);
  const firstOutput = node.output;
  await server.restart("SIGTERM");
  await node.end("SIGTERM");

  const places = new Map(filesBelow(node.folder).map((file) => [file, readFileSync(file)]));
  places.set("what the process printed", Buffer.from(shown + firstOutput + node.output));
  const hits = [...places].flatMap(([place, bytes]) =>
    [...canaries].flatMap(([door, canary]) =>
      canary.formsIn(bytes).map((form) => `${door} (${form}) in ${place}`),
    ),
  );
  assert.deepEqual(hits, []);
  const named = [...places].filter(([, bytes]) => fieldName.formsIn(bytes).length > 0);
  assert.deepEqual(
    named.map(([place]) => place),
    [join(audit, "audit.log")],
  );
  // The search sees what is plain by design: key names.
  const name = new Canary("plain-name-of-a-key");
  const holders = [...places].filter(([, bytes]) => name.formsIn(bytes).includes("raw"));
  assert.ok(
    holders.some(([place]) => place.includes("/data/")),
    "a key's name lies in the data",
  );
  assert.ok(
    holders.some(([place]) => place.endsWith("audit.log")),
    "and in the audit file",
  );
});

/** @returns what the process has printed meanwhile */
async function writeByEveryDoor(server: UnsealedServer): Promise<string> {
  const { root, anybody } = server;
  const put = async (path: string, body: unknown, ...statuses: number[]): Promise<void> => {
    (await root.put(path, body)).expect(...(statuses.length > 0 ? statuses : [200, 204]));
  };
  await put("/v1/sys/mounts/c1", { type: "kv", description: value("a mount's description") });
  await put("/v1/sys/mounts/c2", { type: "kv", options: { version: "2" } });
  await put("/v1/sys/auth/userpass", { type: "userpass" });
  await put("/v1/c1/k", { field: value("kv version 1"), [fieldName.text]: 1 });
  await put("/v1/c1/plain-name-of-a-key", { field: "x" });
  await put("/v1/c2/data/k", { data: { field: value("kv version 2") } });
  await put("/v1/c2/data/k", { data: { large: value("a large value").padEnd(9000, ".") } });
  await put("/v1/c2/metadata/k", { custom_metadata: { field: value("custom metadata") } });
  const patch = { "Content-Type": "application/merge-patch+json" };
  const patched = { data: { other: value("a patch") } };
  (await root.send({ method: "PATCH", path: "/v1/c2/data/k", body: patched, headers: patch })).expect(200);
  await put("/v1/cubbyhole/k", { field: value("a cubbyhole") });
  await put("/v1/sys/policies/acl/p", {
    policy: `# ${value("a policy")}\npath "x" { capabilities = ["read"] }`,
  });
  await put("/v1/auth/userpass/users/ann", { password: value("a password") });
  const password = canaries.get("a password")?.text;
  const login = (await anybody.put("/v1/auth/userpass/login/ann", { password })).expect(200);
  const wrong = { password: value("a wrong password") };
  (await anybody.put("/v1/auth/userpass/login/ann", wrong)).expect(400);
  (await anybody.put("/v1/auth/userpass/login/nobody", { password: value("nobody's password") })).expect(400);
  canaries.set("a client token", new Canary(login.json.auth.client_token));
  await refusedOnes(server);
  await transit(server);
  (await root.put("/v1/sys/seal")).expect(204);
  (await root.put("/v1/c1/k2", { field: value("a write while sealed") })).expect(503);
  (await anybody.put("/v1/sys/unseal", { key: base64(value("a wrong unseal key").slice(0, 33)) })).expect(
    400,
  );
  await server.unseal();
  return server.process.output;
}

/** What is refused is told of, too. */
async function refusedOnes({ root, anybody }: UnsealedServer): Promise<void> {
  const json = { "Content-Type": "application/json" };
  const send = (body: string) => root.send({ method: "PUT", path: "/v1/c1/bad", body, headers: json });
  (await send(`{"field": "${value("bad JSON")}"`)).expect(400);
  (await send(`{"field": ${"[".repeat(600)}"${value("JSON too deep")}"${"]".repeat(600)}}`)).expect(400, 413);
  (await root.put("/v1/nowhere/k", { field: value("a path without a mount") })).expect(404);
  (await anybody.put("/v1/c1/k", { field: value("a write without a token") })).expect(403);
  (await anybody.with({ token: value("an unknown token") }).get("/v1/c1/k")).expect(403);
  (await root.get(`/v1/c1/k?field=${value("a query")}`)).expect(200);
  const header = { "X-Something": value("a header") };
  (await root.send({ method: "GET", path: "/v1/c1/k", headers: header })).expect(200);
  const wrapped = { "X-Vault-Wrap-TTL": value("a wrong header") };
  (await root.send({ method: "GET", path: "/v1/c1/k", headers: wrapped })).expect(400);
  (await root.put("/v1/c2/data/k", { data: value("a value of the wrong kind") })).expect(400);
  (await root.put("/v1/sys/audit-hash/file", { input: value("audit-hash") })).expect(200);
}

async function transit({ root }: UnsealedServer): Promise<void> {
  (await root.put("/v1/sys/mounts/transit", { type: "transit" })).expect(204);
  (await root.put("/v1/transit/keys/k")).expect(200, 204);
  const plaintext = base64(value("a plaintext of transit"));
  const { ciphertext } = (await root.put("/v1/transit/encrypt/k", { plaintext })).expect(200).data;
  const opened = (await root.put("/v1/transit/decrypt/k", { ciphertext })).expect(200);
  assert.equal(opened.data.plaintext, plaintext);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
