// Bugs of replication, of the commit index, and of the log on disk.
import type { PlantedBug } from "../planted-bug.ts";

const RAFT_LOG = "src/raft/core/log/raft-log.ts";
const SEGMENT = "src/storage/log/segment-file.ts";

export const LOG_BUGS: readonly PlantedBug[] = [
  {
    name: "old-term entry committed by count",
    story: "Raft paper figure 8: an entry that a majority holds is overwritten all the same",
    patches: [
      {
        file: "src/raft/core/leading/leader-log.ts",
        find: "  return state.log.maybeCommit({ term: state.term, index: state.tracker.committedIndex() });",
        replace:
          "  const index = Math.min(state.tracker.committedIndex(), state.log.lastIndex);\n" +
          "  return state.log.maybeCommit({ term: state.log.term(index) ?? 0, index });",
      },
    ],
  },
  {
    name: "acknowledgement before fsync",
    story: "a follower answers while its entries are on their way to the disk",
    patches: [
      {
        file: "src/raft/core/state/outbox.ts",
        find: '    case "append-response":\n',
        replace:
          '    case "append-response":\n' +
          "      if (message.to !== state.id) state.messages.push(message);\n" +
          "      else state.afterAppend.push(message);\n" +
          "      return;\n",
      },
    ],
  },
  {
    name: "ABA append acknowledgement",
    story: "etcd/raft PR #8: a late acknowledgement of entries that were replaced counts for the new ones",
    patches: [
      {
        file: "src/raft/core/inputs/applied.ts",
        find: "if (last !== undefined && term === state.term) state",
        replace: "if (last !== undefined && term >= 0) state",
      },
      {
        file: "src/raft/core/log/unstable.ts",
        find: "if (id.index < this.#offset || this.term(id.index) !== id.term) return;",
        replace: "if (id.index < this.#offset) return;",
      },
    ],
  },
  {
    name: "stale log under a snapshot",
    story: "hashicorp/raft #697: a snapshot replaces the state but not the log that contradicts it",
    patches: [
      {
        file: "src/raft/node/storage/append-queue.ts",
        find: "        this.#write(piece, { install: mark });",
        replace: "        this.#write(piece, {});",
      },
    ],
  },
  {
    name: "conflicting entries kept",
    story: "a follower appends behind what it has instead of replacing it",
    patches: [
      {
        file: RAFT_LOG,
        find: "if (this.term(entry.index) !== entry.term) return entry.index;",
        replace: "if (this.term(entry.index) === undefined) return entry.index;",
      },
    ],
  },
  {
    name: "heartbeat commits beyond the match",
    story: "a member commits whatever it happens to have at the leader's commit index",
    patches: [
      {
        file: "src/raft/core/leading/replication.ts",
        find: "const commit = Math.min(progress.match, state.log.committed);",
        replace: "const commit = Math.max(progress.match, state.log.committed);",
      },
    ],
  },
  {
    name: "torn tail cut off below what was acknowledged",
    story: "damage in the middle of the log is taken for a torn write, and acknowledged entries are gone",
    patches: [
      {
        file: "src/storage/log/recovery/scan-log.ts",
        find: "  if (walk.link.sequence <= ack.sequence)\n    throw new LogDamageError(image.path, walk.stop.offset, walk.stop.reason);\n",
        replace: "  if (walk.link.sequence <= ack.sequence) return;\n",
      },
    ],
  },
  {
    name: "goes on after a failed append",
    story: "LevelDB: a failed write is forgotten, and what is written after it is acknowledged",
    patches: [
      {
        file: SEGMENT,
        find: "    this.#file.write(padding === 0 ? records : [...records, PADDING.subarray(0, padding)], this.#nextOffset);",
        replace:
          "    try {\n" +
          "      this.#file.write(padding === 0 ? records : [...records, PADDING.subarray(0, padding)], this.#nextOffset);\n" +
          "    } catch {}",
      },
    ],
  },
  {
    name: "goes on after a failed sync",
    story: "fsync is called again and succeeds, and the pages are gone (Rebello et al., ATC '20)",
    patches: [
      {
        file: SEGMENT,
        find: "    this.#file.sync();",
        replace: "    try {\n      this.#file.sync();\n    } catch {}",
      },
    ],
  },
  {
    name: "compaction past the checkpoint",
    story: "entries that a restart would replay are deleted before the state is durable",
    patches: [
      {
        file: "src/storage/replicated/state/checkpoints.ts",
        find: "    let limit = Math.min(checkpoint, transfer);",
        replace: "    let limit = Math.min(Math.max(checkpoint, log.lastIndex), transfer);",
      },
    ],
  },
];
