// Bugs of who takes part, and of who counts.
import type { PlantedBug } from "../planted-bug.ts";

export const MEMBERSHIP_BUGS: readonly PlantedBug[] = [
  {
    name: "membership change without an own-term commit",
    story: "Ongaro, raft-dev 2015: a new leader starts a change while another one is undecided in its log",
    patches: [
      {
        file: "src/raft/core/roles/transitions.ts",
        find: "  state.pendingConfIndex = state.log.lastIndex;\n",
        replace: "",
      },
    ],
  },
  {
    name: "learner counted",
    story: "learners' copies commit entries that no quorum of voters holds",
    patches: [
      {
        file: "src/raft/core/tracker/tracker.ts",
        find: "    return jointCommitted(this.#membership, this.#matchOf);",
        replace: "    return jointCommitted({ voters: this.#members, votersOutgoing: [] }, this.#matchOf);",
      },
    ],
  },
  {
    name: "joint consensus counts one half",
    story: "while the membership changes, the outgoing half is not asked",
    patches: [
      {
        file: "src/raft/core/quorum/joint.ts",
        find: "  return Math.min(\n    majorityCommitted(joint.voters, acknowledged),\n    majorityCommitted(joint.votersOutgoing, acknowledged),\n  );",
        replace: "  return majorityCommitted(joint.voters, acknowledged);",
      },
    ],
  },
  {
    name: "node id used again",
    story: "a node that lost its disk comes back under its old id and votes as if it had forgotten nothing",
    patches: [
      {
        file: "test/support/simulation/node/simulated-machine.ts",
        find: '    this.state = "lost";\n',
        replace:
          '    this.state = "down";\n' +
          "    this.disk = new SimulatedDisk(undefined, this.diskFaults);\n" +
          "    this.store = new SimulatedStateStore();\n" +
          "    this.hasLog = false;\n" +
          "    this.isLogDamaged = false;\n" +
          "    this.isStateDamaged = false;\n" +
          "    this.#world.time.after(300, () => this.start());\n",
      },
    ],
  },
];
