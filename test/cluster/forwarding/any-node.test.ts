import assert from "node:assert/strict";
import { test } from "node:test";
import { VaultError } from "#base/vault-error.ts";
import { AnyNode, LEADER_WAIT_MS, type Leader } from "#cluster/forwarding/any-node.ts";
import { ForwardError } from "#cluster/forwarding/forward-error.ts";
import { Redirection } from "#cluster/forwarding/redirection.ts";
import { RelayedAnswer } from "#cluster/forwarding/relayed-answer.ts";
import type { Request } from "#contract/request.ts";
import { aRequest } from "#test/forwarding/a-request.ts";

const THERE: Leader = { id: 2, apiAddress: "https://b:8200" };
const answer = new RelayedAnswer({ status: 204, contentType: undefined, headers: {}, body: undefined });

/** A node whose world changes as time passes. */
class World {
  nowMs = 0;
  leading = false;
  leader: Leader | undefined;
  served: Request[] = [];
  forwarded: number[] = [];
  serve: () => string = () => "here";
  forward: () => RelayedAnswer = () => answer;
  changes: [number, Partial<Pick<World, "leader" | "leading">>][] = [];

  readonly node = new AnyNode<string>({
    isLeading: () => this.leading,
    leader: () => this.leader,
    serve: (request) => {
      this.served.push(request);
      return this.serve();
    },
    forward: async ({ id }) => {
      this.forwarded.push(id);
      return this.forward();
    },
    clock: { monotonicMs: () => this.nowMs },
    pause: async (ms) => {
      this.nowMs += ms;
      for (const [atMs, change] of this.changes) if (atMs <= this.nowMs) Object.assign(this, change);
      this.changes = this.changes.filter(([atMs]) => atMs > this.nowMs);
    },
  });

  handle(more: Partial<Request> = {}) {
    return this.node.handle(aRequest(more));
  }
}

test("the leader serves at once, without a promise", () => {
  const world = new World();
  world.leading = true;
  assert.equal(world.handle(), "here");
});

test("another node forwards", async () => {
  const world = new World();
  world.leader = THERE;
  assert.equal(await world.handle(), answer);
  assert.deepEqual(world.forwarded, [2]);
});

test("with X-Vault-No-Request-Forwarding, and for archives, the client is sent to the leader", async () => {
  const headers = {
    get: (name: string) => (name === "x-vault-no-request-forwarding" ? "1" : undefined),
    names: () => [],
  };
  for (const wish of [
    { headers },
    { path: "sys/storage/raft/snapshot" },
    { path: "sys/storage/raft/snapshot-force" },
  ]) {
    const world = new World();
    world.leader = THERE;
    assert.deepEqual(await world.handle(wish), new Redirection("https://b:8200"));
    assert.deepEqual(world.forwarded, []);
  }
});

test("during an election a request waits, and goes to whoever is elected", async () => {
  const world = new World();
  world.changes = [[700, { leader: THERE }]];
  assert.equal(await world.handle(), answer);
  assert.ok(world.nowMs >= 700 && world.nowMs < 800);
});

test("it is served here when this node is elected meanwhile", async () => {
  const world = new World();
  world.changes = [[300, { leading: true }]];
  assert.equal(await world.handle(), "here");
});

test("nobody is elected for 2 s: that is said, and nothing was executed", async () => {
  const world = new World();
  await assert.rejects(
    async () => world.handle(),
    (error) => error instanceof VaultError && error.code === "no_leader",
  );
  assert.ok(world.nowMs >= LEADER_WAIT_MS);
});

test("a leader that cannot be reached for 2 s: the client is sent there", async () => {
  const world = new World();
  world.leader = THERE;
  world.forward = () => {
    throw new ForwardError("not-executed", "refused");
  };
  assert.deepEqual(await world.handle(), new Redirection("https://b:8200"));
  assert.ok(world.forwarded.length > 100);
});

test("what the old leader has not executed is sent to the new one", async () => {
  const world = new World();
  world.leader = THERE;
  world.forward = () => {
    if (world.forwarded.length > 1) return answer;
    world.leader = { id: 3, apiAddress: "" };
    throw new ForwardError("not-executed", "stepped down");
  };
  assert.equal(await world.handle(), answer);
  assert.deepEqual(world.forwarded, [2, 3]);
});

test("a write whose outcome is unknown is said to be that, and is never sent again", async () => {
  const world = new World();
  world.leader = THERE;
  world.forward = () => {
    throw new ForwardError("unknown", "the connection broke");
  };
  await assert.rejects(
    async () => world.handle(),
    (error) =>
      error instanceof VaultError &&
      error.code === "outcome_unknown" &&
      error.message === "write outcome unknown: the connection broke",
  );
  assert.equal(world.forwarded.length, 1);
});

test("a read that was lost may be asked again: 503", async () => {
  const world = new World();
  world.leader = THERE;
  world.forward = () => {
    throw new ForwardError("unknown", "the connection broke");
  };
  await assert.rejects(
    async () => world.handle({ operation: "read" }),
    (error) => error instanceof VaultError && error.code === "not_executed",
  );
});

test("a leader that stops leading in the middle of a request hands it on if it surely was not executed", async () => {
  const world = new World();
  world.leading = true;
  world.serve = () => {
    world.leading = false;
    world.leader = THERE;
    throw new VaultError("not_executed", "stepped down");
  };
  assert.equal(await world.handle(), answer);
});

test("a leader that is too busy says so: nobody else could do better", () => {
  const world = new World();
  world.leading = true;
  world.serve = () => {
    throw new VaultError("not_executed", "queues are full");
  };
  assert.throws(() => world.handle(), /queues are full/);
});

test("refusals by the leader's own rules are final", () => {
  const world = new World();
  world.leading = true;
  world.serve = () => {
    world.leading = false;
    throw new VaultError("permission_denied", "permission denied");
  };
  assert.throws(() => world.handle(), /permission denied/);
});
