// Bugs of reads, of answers to clients, and of the replicated state.
import type { PlantedBug } from "../planted-bug.ts";

const READ_INDEX = "src/raft/core/leading/read-index.ts";
const NODE = "src/storage/replicated/replicated-node.ts";
const DESK = "src/storage/replicated/desk/proposal-desk.ts";

export const STATE_BUGS: readonly PlantedBug[] = [
  {
    name: "read without an own-term commit",
    story: "a new leader serves before it knows what was committed before it (thesis §6.4)",
    patches: [
      {
        file: READ_INDEX,
        find: "  if (hasCommittedInTerm(state)) serveRead(state, request);\n  else state.reads.postpone(request);",
        replace: "  serveRead(state, request);",
      },
      { file: NODE, find: "    if (this.machine.applied.term !== term) return;\n", replace: "" },
      {
        file: NODE,
        find: "    this.#publisher.role(role);\n",
        replace: "    this.#publisher.role(role);\n    this.#openIfDue();\n",
      },
    ],
  },
  {
    name: "read context used again",
    story: "etcd #20418: answers to one round of heartbeats confirm a read that came after them",
    patches: [
      {
        file: "src/raft/core/state/read-queue.ts",
        find: "    return ++this.#round;",
        replace: "    return this.#waiting.length > 0 ? this.#round : ++this.#round;",
      },
    ],
  },
  {
    name: "lease after a pause",
    story: "a process that was stopped answers reads by a lease that ran out meanwhile",
    patches: [
      {
        file: "src/raft/core/roles/ticks.ts",
        find: "    state.lease.suspend();\n",
        replace: "",
      },
    ],
  },
  {
    name: "read before its index is applied",
    story: "a confirmed read does not wait for the state machine",
    patches: [
      {
        file: "src/storage/replicated/desk/read-gates.ts",
        find: "    if (index <= applied) answerAll(questions, true);",
        replace: "    if (index <= applied || applied > 0) answerAll(questions, true);",
      },
    ],
  },
  {
    name: "pending writes not looked at",
    story: "two changes of one key are both judged against what is applied: one is lost",
    patches: [
      {
        file: "src/storage/state/leader-checks.ts",
        find: "if (this.#pending.has(key) || this.#hot",
        replace: "if (this.#hot",
      },
    ],
  },
  {
    name: "doubtful writes answered as not executed",
    story: "a deposed leader says no to what its successor commits",
    patches: [
      {
        file: DESK,
        find: "    this.#doubtful.add(this.#pending.slice(this.#settled), this.#options.nowMs());",
        replace: "    for (const proposal of this.#pending.slice(this.#settled)) proposal.other(NOT_LEADER);",
      },
    ],
  },
  {
    name: "request ids missing from the snapshot",
    story: "openraft PR #2096: who joined by a snapshot executes a repeated request again",
    patches: [
      {
        file: "test/support/simulation/node/simulated-snapshots.ts",
        find: "filter(([key]) => key !== mark.key)",
        replace: 'filter(([key]) => key !== mark.key && !key.startsWith("!id/"))',
      },
    ],
  },
  {
    name: "applied index outside the batch",
    story: "etcd #13766: effects and applied index are two writes, and a crash comes between them",
    patches: [
      {
        file: "src/storage/state/state-machine.ts",
        find: "    batch.push({ key: APPLIED_STATE_KEY, value: encodeAppliedState(state) });\n    this.#staged",
        replace:
          "    batch.push({ key: APPLIED_STATE_KEY, value: encodeAppliedState(this.#state) });\n    this.#staged",
      },
    ],
  },
  {
    name: "checkpoint before the flush",
    story: "the log says that the state is durable while it is not",
    patches: [
      {
        file: "src/storage/replicated/state/checkpoints.ts",
        find: "    this.#options.port.flush(() => this.#note(mark, done));",
        replace: "    this.#options.port.flush(() => {});\n    this.#note(mark, done);",
      },
    ],
  },
  {
    name: "log time falls back",
    story: "a new leader goes on from its own clock: what had expired lives again",
    patches: [
      {
        file: "src/storage/replicated/log-clock.ts",
        find: "    if (logTimeMs > this.nowMs()) this.#set(logTimeMs);\n  }\n\n  heard",
        replace: "  }\n\n  heard",
      },
      {
        file: "src/storage/replicated/log-clock.ts",
        find: "if (keepsPace || note.logTimeMs > this.nowMs()) this.#set(note.logTimeMs);",
        replace: "if (keepsPace && note.logTimeMs < this.nowMs()) this.#set(note.logTimeMs);",
      },
    ],
  },
];
