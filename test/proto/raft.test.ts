import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";
import { coffer } from "#proto/raft.js";
import { encodeConfChange } from "#raft/core/confchange/conf-change-codec.ts";
import { entryBytes } from "#raft/core/entry.ts";

const { Message, MessageBatch, ConfChange, Entry } = coffer.raft.v1;
const { EntryKind } = coffer.raft.v1;

// Every field of every body, with values that need all their digits.
const LARGE = Number.MAX_SAFE_INTEGER;
const entry = {
  term: 7,
  index: LARGE,
  kind: EntryKind.ENTRY_KIND_CONF_CHANGE,
  data: Uint8Array.of(0, 255, 10),
};
const membership = {
  voters: [1, LARGE],
  votersOutgoing: [1, 3],
  learners: [4],
  learnersNext: [3],
  autoLeave: true,
};
const bodies = {
  append: { previousIndex: LARGE - 1, previousTerm: 6, commit: 5, entries: [entry] },
  appendResponse: { index: 9, rejected: true, hintIndex: 8, hintTerm: 2 },
  vote: { lastIndex: 9, lastTerm: 3, transfer: true },
  voteResponse: { rejected: true },
  preVote: { lastIndex: 9, lastTerm: 3, transfer: true },
  preVoteResponse: { rejected: true },
  heartbeat: { commit: 4, round: LARGE },
  heartbeatResponse: { round: LARGE },
  snapshot: { snapshot: { index: 12, term: 3, membership } },
  timeoutNow: {},
  transferLeader: { transferee: LARGE },
  propose: { entries: [{ data: Uint8Array.of(1) }] },
  readIndex: { context: LARGE },
  readIndexResponse: { context: LARGE, index: 11 },
};

describe("generated protobuf code for Raft", () => {
  for (const [name, body] of Object.entries(bodies)) {
    test(`${name} survives the wire with every field`, () => {
      const message = { from: LARGE, to: LARGE - 1, term: 2 ** 52 + 1, [name]: body };
      const [decoded] = MessageBatch.decode(MessageBatch.encode({ messages: [message] }).finish()).messages;
      assert.equal(decoded?.body, name);
      assert.deepEqual(plain(decoded), message);
    });
  }

  test("the round trips cover every body that the schema has", () => {
    const getter = new Message({});
    const named = Object.keys(Object.getPrototypeOf(getter)).filter(
      (key) => !["from", "to", "term", "body"].includes(key),
    );
    assert.deepEqual(named.sort(), Object.keys(bodies).sort());
  });

  test("64-bit integers are plain numbers, also when they are absent", () => {
    const decoded = Message.decode(Message.encode({ from: 2 ** 53 - 1 }).finish());
    assert.deepEqual([decoded.from, decoded.to, decoded.term], [2 ** 53 - 1, 0, 0]);
  });

  test("an integer beyond 2^53 arrives as one that the core refuses", () => {
    const beyond = Uint8Array.of(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f);
    assert.equal(Number.isSafeInteger(Message.decode(beyond).from), false);
  });

  test("a message cut short is an error", () => {
    const whole = Message.encode({ from: 1, to: 2, term: 3, append: bodies.append }).finish();
    for (let length = whole.length - 1; length > whole.length - 5; length--) {
      assert.throws(() => Message.decode(whole.subarray(0, length)));
    }
  });

  test("the core's sizes are the wire's", () => {
    for (const [term, index, length] of [
      [1, 1, 0],
      [127, 128, 1],
      [300, 2 ** 35, 200],
      [2 ** 49, LARGE, 70_000],
    ] as const) {
      for (const kind of ["data", "conf-change"] as const) {
        const data = new Uint8Array(length);
        const wire = { term, index, kind: kind === "data" ? 0 : EntryKind.ENTRY_KIND_CONF_CHANGE, data };
        assert.equal(entryBytes({ term, index, kind, data }), Entry.encode(wire).finish().length);
      }
    }
  });

  test("the core's own encoding of configuration changes is the schema's", () => {
    const { Transition } = ConfChange;
    const { Action } = coffer.raft.v1.ConfChangeStep;
    const ours = encodeConfChange({
      transition: "joint-explicit",
      steps: [
        { action: "add-voter", nodeId: LARGE },
        { action: "remove", nodeId: 2 },
        { action: "update", nodeId: 300 },
        { action: "add-learner", nodeId: 4 },
      ],
      context: new Uint8Array(200).fill(9),
    });
    assert.deepEqual(plain(ConfChange.decode(ours)), {
      transition: Transition.TRANSITION_JOINT_EXPLICIT,
      steps: [
        { nodeId: LARGE },
        { action: Action.ACTION_REMOVE, nodeId: 2 },
        { action: Action.ACTION_UPDATE, nodeId: 300 },
        { action: Action.ACTION_ADD_LEARNER, nodeId: 4 },
      ],
      context: new Uint8Array(200).fill(9),
    });
  });

  test("it makes no code from strings", () => {
    const script = `import { coffer } from "#proto/raft.js";
      const { Message } = coffer.raft.v1;
      const bytes = Message.encode({ from: 1, to: 2, term: 3, heartbeat: { commit: 4, round: 5 } }).finish();
      if (Message.decode(bytes).heartbeat?.round !== 5) process.exit(1);`;
    const flags = ["--disallow-code-generation-from-strings", "--input-type=module", "--eval", script];
    const run = spawnSync(process.execPath, flags, { encoding: "utf8" });
    assert.equal(run.status, 0, run.stderr);
  });
});

/** Own properties only: defaults sit on prototypes. Bytes are copied, as they share the received buffer. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
