// Nodes that carry Raft's messages to one another over real connections: who hears whom, and what happens when one goes,
// moves, exchanges its certificate or is removed.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Member } from "#cluster/members/member.ts";
import { PeerNetwork } from "#cluster/peers/peer-network.ts";
import type { NodeCredentials } from "#cluster/tls/node-credentials.ts";
import type { Message } from "#raft/core/message.ts";
import type { PeerFacts } from "#raft/grpc/peer-facts.ts";
import type { PeerBatch } from "#raft/node/ports/transport.ts";
import { nodeCertificate } from "#test/cluster/node-certificate.ts";
import { recordingLogger } from "#test/recording-logger.ts";
import { freePort } from "#test/server/free-port.ts";
import { until } from "#test/until.ts";

const IDS = { clusterId: "c", lineageId: "l" };

interface Events {
  readonly received: { from: number; message: Message }[];
  readonly lost: number[];
  readonly facts: Map<number, PeerFacts>;
  wasRemoved: boolean;
}

class Node {
  readonly id: number;
  readonly events: Events = { received: [], lost: [], facts: new Map(), wasRemoved: false };
  readonly removed = new Map<number, readonly string[]>();
  readonly logger = recordingLogger();
  credentials: NodeCredentials;
  network: PeerNetwork;
  port: number;
  pins: readonly string[];

  constructor(id: number, port: number, credentials: NodeCredentials, ids: typeof IDS) {
    this.id = id;
    this.port = port;
    this.credentials = credentials;
    this.pins = [credentials.pin];
    this.network = this.#open(ids);
  }

  get member(): Member {
    const clusterAddr = `127.0.0.1:${this.port}`;
    return {
      incarnation: this.id,
      nodeId: `node${this.id}`,
      clusterAddr,
      forwardingAddr: clusterAddr,
      pins: this.pins,
      wantsVote: true,
      joinedAtMs: 0,
    };
  }

  /** Its process ends and another takes its place, perhaps elsewhere. */
  async restart(port = this.port): Promise<void> {
    await this.network.close();
    this.port = port;
    this.network = this.#open(IDS);
    await this.network.listen();
  }

  says(to: Node, term: number): void {
    this.network.send(to.id, { messages: [heartbeat(this.id, to.id, term)], note: NOTE });
  }

  heard(from: Node, term: number): boolean {
    return this.events.received.some(
      (one) => one.from === from.id && "term" in one.message && one.message.term === term,
    );
  }

  #open(ids: typeof IDS): PeerNetwork {
    const { events } = this;
    return new PeerNetwork({
      self: this.id,
      address: { host: "127.0.0.1", port: this.port },
      credentials: this.credentials,
      cluster: () => ids,
      facts: () => ({
        nodeId: `node${this.id}`,
        apiAddr: "",
        hostname: "h",
        version: "1",
        isSealed: false,
        featureLevel: 1,
        clusterAddr: this.member.clusterAddr,
        forwardingAddr: this.member.forwardingAddr,
        pins: this.pins,
      }),
      nameOf: (peer) => `node${peer}`,
      received: (from, { messages }) => {
        for (const message of messages) events.received.push({ from, message });
      },
      lost: (peer) => events.lost.push(peer),
      unreachable: () => {},
      learned: (peer, facts) => events.facts.set(peer, facts),
      removedPins: (incarnation) => this.removed.get(incarnation),
      removed: () => {
        events.wasRemoved = true;
      },
      clock: { wallMs: () => Date.now(), monotonicMs: () => performance.now() },
      random: (bound) => Math.floor(Math.random() * bound),
      logger: this.logger,
    });
  }
}

const NOTE: PeerBatch["note"] = {
  electionWishMs: 500,
  electionMs: 500,
  isEligible: true,
  logTimeMs: 1,
  isLogTimeWarm: true,
  wallMs: 1,
};

function heartbeat(from: number, to: number, term: number): Message {
  return { kind: "heartbeat", from, to, term, commit: 0, round: 1 };
}

async function nodes(t: TestContext, count: number, ids = IDS): Promise<Node[]> {
  const made: Node[] = [];
  for (let id = 1; id <= count; id++) {
    made.push(new Node(id, await freePort(), await nodeCertificate(`node${id}`), ids));
  }
  await Promise.all(made.map((node) => node.network.listen()));
  t.after(() => Promise.all(made.map((node) => node.network.close())));
  return made;
}

function know(index: number, members: readonly Node[], by: readonly Node[] = members): void {
  for (const node of by)
    node.network.apply(
      index,
      members.map(({ member }) => member),
    );
}

function connected(all: readonly Node[]): Promise<true> {
  return until("all are connected", () => {
    const pairs = all.flatMap((one) =>
      all.filter((other) => other !== one).map((other) => [one, other] as const),
    );
    return pairs.every(([one, other]) => one.network.view(other.id)?.isConnected) || undefined;
  });
}

/** Says it again until it arrives: a connection may just be breaking. */
function arrives(from: Node, to: Node, term: number): Promise<true> {
  return until(`node ${to.id} hears node ${from.id}`, () => {
    from.says(to, term);
    return to.heard(from, term) || undefined;
  });
}

test("members hear each other and know what each says of itself", async (t) => {
  const all = await nodes(t, 3);
  know(1, all);
  await connected(all);
  for (const from of all) for (const to of all) if (from !== to) await arrives(from, to, 5);
  const [first, second] = all as [Node, Node, Node];
  assert.equal(first.events.facts.get(2)?.clusterAddr, second.member.clusterAddr);
});

test("a process that is gone is known to be gone at once, and is back when it is back", async (t) => {
  const [first, second] = (await nodes(t, 2)) as [Node, Node];
  know(1, [first, second]);
  await connected([first, second]);
  const since = performance.now();
  await second.network.close();
  await until("it is lost", () => first.events.lost.includes(2) || undefined, 2000);
  t.diagnostic(`lost after ${Math.round(performance.now() - since)} ms`);
  await second.restart();
  know(1, [first, second], [second]);
  await connected([first, second]);
  await arrives(first, second, 6);
});

test("a member of another cluster, or of an abandoned lineage, gets nothing across", async (t) => {
  const [first] = (await nodes(t, 1)) as [Node];
  for (const ids of [
    { ...IDS, clusterId: "other" },
    { ...IDS, lineageId: "abandoned" },
  ]) {
    const other = new Node(2, await freePort(), await nodeCertificate("node2"), ids);
    await other.network.listen();
    t.after(() => other.network.close());
    know(1, [first, other]);
    await until("it is told why", () => {
      return (
        other.logger.lines.some(({ fields }) => /cluster|lineage/.test(String(fields.reason))) || undefined
      );
    });
    other.says(first, 7);
    assert.equal(other.network.view(1)?.isConnected, false);
    assert.equal(first.heard(other, 7), false);
  }
});

test("a removed member is cut off at once, and hears that it was removed", async (t) => {
  const all = (await nodes(t, 3)) as [Node, Node, Node];
  const [first, second, third] = all;
  know(1, all);
  await connected(all);
  for (const node of [first, second]) node.removed.set(3, third.pins);
  know(2, [first, second]);
  await until("it knows", () => third.events.wasRemoved || undefined);
  third.says(first, 9);
  assert.equal(first.heard(third, 9), false);
  assert.equal(first.network.view(3), undefined);
  // Who never was a member hears something else.
  const stranger = new Node(4, await freePort(), await nodeCertificate("node4"), IDS);
  await stranger.network.listen();
  t.after(() => stranger.network.close());
  know(1, [first, stranger], [stranger]);
  await until("it is refused", () => {
    return (
      stranger.logger.lines.some(({ fields }) => /no such service/.test(String(fields.reason))) || undefined
    );
  });
  assert.equal(stranger.events.wasRemoved, false);
});

test("a certificate is exchanged without a restart: announced, then shown, then the only one", async (t) => {
  const [first, second] = (await nodes(t, 2)) as [Node, Node];
  know(1, [first, second]);
  await connected([first, second]);
  const next = await nodeCertificate("node2");
  const old = second.credentials;
  second.pins = [old.pin, next.pin];
  second.network.announce();
  await until("it is announced", () => first.events.facts.get(2)?.pins.includes(next.pin) || undefined);
  second.credentials = next;
  second.network.setCredentials(next);
  second.pins = [next.pin];
  second.network.announce();
  know(2, [first, second]);
  await connected([first, second]);
  await arrives(second, first, 11);
  await arrives(first, second, 12);
  assert.equal(first.network.table.memberOf(old.pin), undefined);
  assert.equal(first.network.table.memberOf(next.pin), 2);
});

test("a member that is somewhere else now is found, since it calls by itself", async (t) => {
  const [first, second] = (await nodes(t, 2)) as [Node, Node];
  know(1, [first, second]);
  await connected([first, second]);
  const recorded = second.member;
  await second.restart(await freePort());
  second.network.apply(1, [first.member, recorded]);
  await connected([first, second]);
  await arrives(first, second, 13);
});

test("a node that was away hears from a member it knows who the new ones are, and takes their calls", async (t) => {
  const all = (await nodes(t, 3)) as [Node, Node, Node];
  const [first, second, third] = all;
  know(9, all, [first, third]);
  // It has been away since before the third joined.
  know(1, [first, second], [second]);
  await connected(all);
  await arrives(third, second, 14);
  await arrives(second, third, 15);
});

test("a large append does not delay a heartbeat much, and arrives whole", async (t) => {
  const [first, second] = (await nodes(t, 2)) as [Node, Node];
  know(1, [first, second]);
  await connected([first, second]);
  const data = new Uint8Array(4 * 1024 * 1024).fill(7);
  const entries = [{ term: 1, index: 2, kind: "data" as const, data }];
  const append: Message = {
    kind: "append",
    from: 1,
    to: 2,
    term: 20,
    previousIndex: 1,
    previousTerm: 1,
    commit: 1,
    entries,
  };
  first.network.send(2, { messages: [append, heartbeat(1, 2, 21)], note: NOTE });
  await until("both arrive", () => (second.heard(first, 20) && second.heard(first, 21)) || undefined);
  const kinds = second.events.received.map(({ message }) => message.kind);
  assert.ok(kinds.indexOf("heartbeat") <= kinds.indexOf("append"), kinds.join());
  const received = second.events.received.find(({ message }) => message.kind === "append")?.message;
  assert.deepEqual(received, append);
});
