// Bugs of terms, votes and leaders.
import type { PlantedBug } from "../planted-bug.ts";

const QUEUE = "src/raft/node/storage/append-queue.ts";
const WRITE = "    const states = hardState === undefined ? {} : { hardState };\n";

export const ELECTION_BUGS: readonly PlantedBug[] = [
  {
    name: "vote not persisted",
    story: "a node that restarts votes a second time in its term",
    patches: [
      {
        file: QUEUE,
        find: WRITE,
        replace:
          "    const states = hardState === undefined ? {} : { hardState: { ...hardState, vote: 0 } };\n",
      },
    ],
  },
  {
    name: "term and vote in two writes",
    story: "hashicorp/raft: a crash between the two keeps the term and forgets the vote",
    patches: [
      {
        file: QUEUE,
        find: WRITE,
        replace:
          "    const states = hardState === undefined ? {} : { hardState: { ...hardState, vote: 0 } };\n" +
          "    queueMicrotask(() => {\n" +
          "      if (hardState !== undefined) this.#options.log.write({ hardState }, () => {});\n" +
          "    });\n",
      },
    ],
  },
  {
    name: "vote for a shorter log",
    story: "of the two parts of `up to date` only the index is compared (Raft paper §5.4.1)",
    patches: [
      {
        file: "src/raft/core/log/raft-log.ts",
        find: "theirs.term > ours.term || (theirs.term === ours.term && theirs.index >= ours.index)",
        replace: "theirs.index >= ours.index && ours.term >= 0",
      },
    ],
  },
  {
    name: "two votes in a term",
    story: "a node that knows no leader forgets that it has voted",
    patches: [
      {
        file: "src/raft/core/roles/elections.ts",
        find: "if (state.vote === 0 && state.leader === 0) return true;",
        replace: "if (state.leader === 0) return true;",
      },
    ],
  },
  {
    name: "campaign before term and log are durable",
    story:
      "a candidate crashes, campaigns in the same term again and counts late answers to a log it has lost",
    patches: [
      {
        file: "src/raft/core/raft-options.ts",
        find: "  durableCampaigns: true,",
        replace: "  durableCampaigns: false,",
      },
    ],
  },
  {
    name: "heartbeat outside the core",
    story: "hashicorp/raft #695: a heartbeat is answered without a look at the term",
    patches: [
      {
        file: "src/raft/node/raft-node.ts",
        find: "    this.#inbox.receive(from, batch, this.#nowMs());",
        replace:
          "    for (const message of batch.messages) {\n" +
          '      if (message.kind !== "heartbeat" || message.to !== this.#options.id) continue;\n' +
          "      const { term, round } = message;\n" +
          '      this.#outgoing.add({ kind: "heartbeat-response", from: message.to, to: from, term, round });\n' +
          "    }\n" +
          "    this.#inbox.receive(from, batch, this.#nowMs());",
      },
    ],
  },
  {
    name: "transfer flag not cleared",
    story: "hashicorp/raft #696: a failed transfer leaves a leader that refuses writes for ever",
    patches: [
      {
        file: "src/raft/core/leading/transfer.ts",
        find: "  state.failedTransferee = state.transferee;\n  state.transferee = 0;",
        replace: "  state.failedTransferee = state.transferee;",
      },
    ],
  },
];
