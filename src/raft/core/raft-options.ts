// What an embedding decides once, when it makes a node. Limits are in bytes of `entryBytes` or of data, as said.
import { assert } from "#base/assert.ts";
import type { LogStorage } from "./log-storage.ts";

export interface RaftOptions {
  /** This node's id: a safe integer above 0, never used by another node or by an earlier life of this one. */
  readonly id: number;
  readonly storage: LogStorage;
  /** The last entry the state machine has applied; 0 makes everything after the snapshot come again. */
  readonly applied: number;
  /** A number in [0, bound), for bounds up to 2^48. Spreads election timeouts and starts read contexts. */
  readonly random: (bound: number) => number;
  /** A follower campaigns after this many ticks, up to twice as many, without a word from a leader. */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  /** `Ready` carries storage work as messages to be answered later, instead of waiting for `advance`. */
  readonly asyncStorageWrites: boolean;
  /** Votes are asked for only once the term and the log they rest on are durable (`outbox.ts` says why). */
  readonly durableCampaigns: boolean;
  /** Ask before campaigning, so that a node cut off from the rest disturbs nobody when it returns. */
  readonly preVote: boolean;
  /** A leader that hears no quorum steps down, and followers that hear a leader refuse votes. */
  readonly checkQuorum: boolean;
  /** A leader that applies its own removal or demotion stops leading. */
  readonly stepDownOnRemoval: boolean;
  /** Followers send proposals on to the leader, and leaders take them. Nothing then tells their outcome. */
  readonly proposalForwarding: boolean;
  /** Refuse configuration changes that cannot be applied to the present membership. */
  readonly validateConfChanges: boolean;
  /** `lease`: a leader answers reads alone while a quorum has promised not to elect another. Trusts clocks. */
  readonly readMode: "safe" | "lease";
  /** Most bytes of entries in one append; a larger single entry still goes, alone. */
  readonly maxMessageBytes: number;
  /** A larger proposal (its data) is refused. */
  readonly maxEntryBytes: number;
  /** Most bytes of entries handed out to be applied and not applied yet. */
  readonly maxApplyingBytes: number;
  /** Proposals are refused while this much data is appended and not committed. */
  readonly maxUncommittedBytes: number;
  /** Most appends under way to one member. */
  readonly maxInflightMessages: number;
  /** Most bytes of data under way to one member; 0 for no limit. */
  readonly maxInflightBytes: number;
  /** Most reads that wait for a quorum or for the term's first commit. */
  readonly maxPendingReads: number;
  /** A message whose term is further ahead than this is refused: an attacker's, or a damaged disk's. */
  readonly maxTermJump: number;
}

/** What has no default: who the node is, where its log is, and where chance comes from. */
type Given = Pick<RaftOptions, "id" | "storage" | "random">;

const MIB = 1024 * 1024;

const DEFAULTS: Omit<RaftOptions, keyof Given> = {
  applied: 0,
  electionTicks: 50,
  heartbeatTicks: 5,
  asyncStorageWrites: false,
  durableCampaigns: true,
  preVote: true,
  checkQuorum: true,
  stepDownOnRemoval: true,
  proposalForwarding: false,
  validateConfChanges: true,
  readMode: "safe",
  maxMessageBytes: MIB,
  maxEntryBytes: MIB,
  maxApplyingBytes: 4 * MIB,
  maxUncommittedBytes: 64 * MIB,
  maxInflightMessages: 256,
  maxInflightBytes: 16 * MIB,
  maxPendingReads: 10_000,
  maxTermJump: 1_000_000,
};

/** Fills in what was not given. @throws InvariantError when the whole makes no sense */
export function raftOptions(given: Given & Partial<RaftOptions>): RaftOptions {
  const options = { ...DEFAULTS, ...given };
  assert(Number.isSafeInteger(options.id) && options.id > 0, "a node's id is a safe integer above 0");
  assert(options.heartbeatTicks > 0, "heartbeats need at least one tick");
  assert(options.electionTicks > options.heartbeatTicks, "elections must take longer than heartbeats");
  assert(options.maxApplyingBytes > 0, "nothing could ever be applied");
  assert(options.maxInflightMessages > 0, "nothing could ever be sent");
  assert(options.maxTermJump > 0, "no term could ever be adopted");
  assert(
    options.maxInflightBytes === 0 || options.maxInflightBytes >= options.maxMessageBytes,
    "one message must fit into the in-flight window",
  );
  assert(options.readMode === "safe" || options.checkQuorum, "a lease needs followers that refuse votes");
  return options;
}
