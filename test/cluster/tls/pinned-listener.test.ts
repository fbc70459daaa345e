// Whom the port between nodes lets in (security.md §5, R1 to R7, R16): by the certificate's own hash and nothing else.
import assert from "node:assert/strict";
import { connect as connectTcp, type Socket } from "node:net";
import { after, beforeEach, test } from "node:test";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { Server } from "@grpc/grpc-js";
import { addStandingService, askStanding } from "#cluster/admission/standing.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import { dialPinned } from "#cluster/tls/pinned-dial.ts";
import { PinnedListener } from "#cluster/tls/pinned-listener.ts";
import { DialError } from "#raft/grpc/ports/peer-dialer.ts";
import { nodeCertificate } from "#test/cluster/node-certificate.ts";
import { recordingLogger } from "#test/recording-logger.ts";
import { until } from "#test/until.ts";

const own = await nodeCertificate("own");
const member = await nodeCertificate("member");
const stranger = await nodeCertificate("stranger");
const expired = await nodeCertificate("expired", -0.5);

const members = new Map<string, number>();
const clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
let logger = recordingLogger();
let listener = await listening();
let port = await listener.listen();
after(() => listener.close());

beforeEach(async () => {
  await listener.close();
  members.clear();
  members.set(member.pin, 7);
  logger = recordingLogger();
  listener = await listening();
  port = await listener.listen();
});

async function listening(limits = {}): Promise<PinnedListener> {
  const services = { members: new Server(), strangers: new Server() };
  for (const [name, server] of Object.entries(services)) {
    addStandingService(server, () => (name === "members" ? "member" : "stranger"));
  }
  return new PinnedListener({
    address: { host: "127.0.0.1", port: 0 },
    isShared: false,
    credentials: own,
    memberOf: (pin) => members.get(pin),
    services,
    clock,
    logger,
    limits,
  });
}

function standing(credentials: NodeCredentials, pins = [own.pin]): Promise<string | undefined> {
  return askStanding(
    { host: "127.0.0.1", port, pins },
    { clusterId: "c", incarnation: 7 },
    { credentials, timeoutMs: 2000, wallMs: Date.now() },
  );
}

/** Settles when the listener has ended the connection. */
async function refused(options: ConnectionOptions): Promise<void> {
  const socket = connect({
    host: "127.0.0.1",
    port,
    servername: "node.coffer.internal",
    rejectUnauthorized: false,
    ALPNProtocols: ["h2"],
    ...options,
  });
  await ended(socket);
}

function ended(socket: TLSSocket | Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the connection stays")), 5000);
    socket.on("error", () => {});
    socket.resume();
    socket.once("close", () => {
      clearTimeout(late);
      resolve();
    });
  });
}

const pair = ({ keyPem, certificatePem }: NodeCredentials) => ({ key: keyPem, cert: certificatePem });

test("a member finds the members' services, a stranger one service that says what it is", async () => {
  assert.equal(await standing(member), "member");
  assert.equal(await standing(stranger), "stranger");
  assert.equal(listener.refusals, 0);
});

test("R1 no certificate, R3 an expired one, R6 TLS 1.2, another protocol: refused", async () => {
  await refused({});
  await refused(pair(expired));
  await refused({ ...pair(member), maxVersion: "TLSv1.2" });
  await refused({ ...pair(member), ALPNProtocols: ["http/1.1"] });
  assert.equal(listener.refusals, 4);
  assert.equal(listener.open.members, 0);
});

test("R7 plain HTTP and plain HTTP/2 are refused", async () => {
  for (const text of ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]) {
    const socket = connectTcp({ host: "127.0.0.1", port });
    socket.write(text);
    await ended(socket);
  }
  assert.equal(listener.refusals, 2);
});

test("the same refusal from the same place is logged once", async () => {
  for (let at = 0; at < 5; at++) await refused({});
  assert.equal(listener.refusals, 5);
  const told = logger.lines.filter(({ message }) => message === "connection of another node refused");
  assert.deepEqual(
    told.map(({ fields }) => fields),
    [{ source: "127.0.0.1", reason: "it shows no certificate" }],
  );
});

test("R4 a member that is removed is cut off at once, and is a stranger from then on", async () => {
  const socket = await dialPinned(
    { host: "127.0.0.1", port, pins: [own.pin] },
    { credentials: member, timeoutMs: 2000, wallMs: Date.now() },
  );
  await until("it is in", () => listener.open.members === 1 || undefined);
  const cut = ended(socket);
  members.delete(member.pin);
  listener.rejudge();
  await cut;
  assert.equal(await standing(member), "stranger");
});

test("a stranger that becomes a member is cut off too, and finds the members' services when it calls again", async () => {
  const socket = await dialPinned(
    { host: "127.0.0.1", port, pins: [own.pin] },
    { credentials: stranger, timeoutMs: 2000, wallMs: Date.now() },
  );
  await until("it is in", () => listener.open.strangers === 1 || undefined);
  const cut = ended(socket);
  members.set(stranger.pin, 8);
  listener.rejudge();
  await cut;
  assert.equal(await standing(stranger), "member");
});

test("the certificate is exchanged while the port is open; connections of before go on", async () => {
  const next = await nodeCertificate("next");
  const dial = { credentials: member, timeoutMs: 2000, wallMs: Date.now() };
  const before = await dialPinned({ host: "127.0.0.1", port, pins: [own.pin] }, dial);
  listener.setCredentials(next);
  assert.equal(await standing(member, [next.pin]), "member");
  await assert.rejects(
    standing(member, [own.pin]),
    (error) => error instanceof DialError && error.failure === "not-trusted",
  );
  assert.equal(before.destroyed, false);
  before.destroy();
});

test("whoever dials trusts the pinned certificate alone, and says why not", async () => {
  const failureOf = async (target: { host: string; port: number; pins: string[] }): Promise<string> => {
    const dial = { credentials: member, timeoutMs: 300, wallMs: Date.now() };
    try {
      (await dialPinned(target, dial)).destroy();
      return "none";
    } catch (error) {
      assert.ok(error instanceof DialError);
      return error.failure;
    }
  };
  assert.equal(await failureOf({ host: "127.0.0.1", port, pins: [stranger.pin] }), "not-trusted");
  assert.equal(await failureOf({ host: "127.0.0.1", port, pins: [] }), "not-trusted");
  assert.equal(await failureOf({ host: "127.0.0.1", port, pins: [stranger.pin, own.pin] }), "none");
  assert.equal(await failureOf({ host: "127.0.0.1", port: 1, pins: [own.pin] }), "refused");
  // Nobody answers there (RFC 5737), or the network says so at once.
  const silent = await failureOf({ host: "192.0.2.1", port: 9, pins: [own.pin] });
  assert.ok(["unreachable", "refused"].includes(silent), silent);
});

test("R16 idle handshakes make room for new ones, and strangers for strangers", async () => {
  await listener.close();
  listener = await listening({ maxHandshakes: 4, maxStrangers: 2, strangersPerSecond: 1000 });
  port = await listener.listen();
  const idle = Array.from({ length: 50 }, () => connectTcp({ host: "127.0.0.1", port }));
  for (const socket of idle) socket.on("error", () => {});
  assert.equal(await standing(member), "member");
  assert.ok(listener.open.handshakes <= 4, String(listener.open.handshakes));
  for (let at = 0; at < 5; at++) {
    await dialPinned(
      { host: "127.0.0.1", port, pins: [own.pin] },
      { credentials: stranger, timeoutMs: 2000, wallMs: Date.now() },
    );
  }
  await until("two strangers stay", () => listener.open.strangers <= 2 || undefined);
  for (const socket of idle) socket.destroy();
});

test("strangers begin only so many handshakes a second; an address from which a member called is free", async () => {
  await listener.close();
  listener = await listening({ strangersPerSecond: 3 });
  port = await listener.listen();
  let refusals = 0;
  for (let at = 0; at < 10; at++) {
    try {
      await standing(stranger);
    } catch {
      refusals++;
    }
  }
  assert.ok(refusals > 0);
  // The same address: until a token is there again it is one of the many.
  await until(
    "the member is in",
    async () => (await standing(member).catch(() => undefined)) === "member" || undefined,
  );
  for (let at = 0; at < 10; at++) assert.equal(await standing(member), "member");
});
