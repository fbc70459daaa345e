// Replays one interaction trace: every command must say what the trace says.
import { EMPTY_BYTES, utf8 } from "#base/bytes.ts";
import type { ConfChange } from "#raft/core/confchange/conf-change.ts";
import { allVoters, EMPTY_MEMBERSHIP } from "#raft/core/confchange/membership.ts";
import type { ProposalOutcome } from "#raft/core/proposal-outcome.ts";
import type { RaftOptions } from "#raft/core/raft-options.ts";
import { compareOutput } from "./compare-output.ts";
import { describeEntries, V1_CONTEXT } from "./describe-entry.ts";
import { describeMember } from "./describe-membership.ts";
import { describeMessage, traceMessage } from "./describe-message.ts";
import { describeRole } from "./describe-ready.ts";
import { parseChanges } from "./parse-changes.ts";
import { parseTrace, type TraceCase } from "./parse-trace.ts";
import { type Recipient, TraceCluster } from "./trace-cluster.ts";
import { TraceNode } from "./trace-node.ts";
import { TraceOutput } from "./trace-output.ts";

/** A command's complaint; shown even at level "none". */
class TraceError extends Error {}

const LEVELS = ["debug", "info", "warn", "error", "fatal", "none"];

const TEMPLATE: Partial<RaftOptions> = {
  electionTicks: 3,
  heartbeatTicks: 1,
  durableCampaigns: false,
  preVote: false,
  checkQuorum: false,
  stepDownOnRemoval: false,
  proposalForwarding: true,
  maxMessageBytes: Number.POSITIVE_INFINITY,
  maxEntryBytes: Number.POSITIVE_INFINITY,
  maxApplyingBytes: Number.POSITIVE_INFINITY,
  maxUncommittedBytes: Number.POSITIVE_INFINITY,
  maxInflightMessages: 2 ** 31 - 1,
  maxInflightBytes: 0,
};

/** The first command that differs, as text; `undefined` when the whole trace is reproduced. */
export function runTrace(text: string): string | undefined {
  const player = new TracePlayer();
  for (const trace of parseTrace(text)) {
    const difference = compareOutput(trace.expected, player.play(trace));
    if (difference !== undefined) return `line ${trace.line}: ${trace.command}\n${difference}`;
  }
  return undefined;
}

class TracePlayer {
  readonly #output = new TraceOutput();
  readonly #cluster = new TraceCluster(this.#output);

  play(trace: TraceCase): string {
    try {
      this.#run(trace);
    } catch (error) {
      if (!(error instanceof TraceError)) return `${this.#output.take()}failed: ${error}`;
      if (this.#output.quiet) return error.message;
      this.#output.write(error.message);
    }
    return this.#output.take();
  }

  #run(trace: TraceCase): void {
    const commands: Record<string, (trace: TraceCase) => void> = {
      _breakpoint: () => {},
      "add-nodes": (given) => this.#addNodes(given),
      campaign: (given) => void this.#first(given).raft.campaign(),
      compact: (given) => this.#compact(given),
      "deliver-msgs": (given) => this.#deliver(given),
      "forget-leader": (given) => void this.#first(given).raft.forgetLeader(),
      "log-level": ({ args }) => this.#setLevel(args[0]?.key ?? ""),
      "process-append-thread": (given) =>
        this.#each(given, "processing append thread", (node) => this.#cluster.processAppendThread(node)),
      "process-apply-thread": (given) =>
        this.#each(given, "processing apply thread", (node) => this.#cluster.processApplyThread(node)),
      "process-ready": (given) =>
        this.#each(given, "handling Ready", (node) => this.#cluster.processReady(node)),
      propose: (given) => refuseDropped(this.#first(given).raft.propose([utf8(given.args[1]?.key ?? "")])),
      "propose-conf-change": (given) => this.#proposeChange(given),
      "raft-log": (given) => this.#showLog(this.#first(given)),
      "raft-state": () => this.#showStates(),
      "report-unreachable": (given) => this.#reportUnreachable(given),
      "send-snapshot": (given) => this.#sendSnapshot(given),
      "set-randomized-election-timeout": (given) =>
        this.#first(given).setRandomizedElectionTimeout(Number(option(given, "timeout"))),
      stabilize: (given) => this.#stabilize(given),
      status: (given) => this.#showStatus(this.#first(given)),
      "tick-election": (given) => ticks(this.#first(given), this.#first(given).electionTicks),
      "tick-heartbeat": (given) => ticks(this.#first(given), this.#first(given).heartbeatTicks),
      "transfer-leadership": (given) =>
        void this.#cluster
          .node(Number(option(given, "from")))
          .raft.transferLeader(Number(option(given, "to"))),
    };
    const command = commands[trace.command];
    if (command === undefined) throw new TraceError("unknown command");
    command(trace);
  }

  #addNodes(trace: TraceCase): void {
    const ids = (key: string) => (values(trace, key) ?? []).map(Number);
    const flag = (key: string) => {
      const value = option(trace, key);
      return value === undefined ? undefined : value === "true";
    };
    const index = Number(option(trace, "index") ?? 0);
    const membership = { ...EMPTY_MEMBERSHIP, voters: ids("voters"), learners: ids("learners") };
    const bootstrap = index > 0 || membership.voters.length + membership.learners.length > 0;
    if (bootstrap && index <= 1) throw new TraceError("index must be specified as > 1 due to bootstrap");
    const maxApplying = Number(option(trace, "max-committed-size-per-ready") ?? 0);
    const options: Partial<RaftOptions> = {
      ...TEMPLATE,
      applied: index,
      maxInflightMessages: Number(option(trace, "inflight") ?? TEMPLATE.maxInflightMessages),
      asyncStorageWrites: flag("async-storage-writes") ?? false,
      preVote: flag("prevote") ?? false,
      checkQuorum: flag("checkquorum") ?? false,
      maxApplyingBytes: maxApplying === 0 ? Number.POSITIVE_INFINITY : maxApplying,
      validateConfChanges: !(flag("disable-conf-change-validation") ?? false),
      readMode: option(trace, "read-only") === "lease-based" ? "lease" : "safe",
      stepDownOnRemoval: flag("step-down-on-removal") ?? false,
    };
    const start = { index, term: bootstrap ? 1 : 0, membership };
    for (let count = Number(trace.args[0]?.key ?? 0); count > 0; count--) {
      this.#cluster.nodes.push(new TraceNode(this.#cluster.nodes.length + 1, options, start));
    }
  }

  #compact(trace: TraceCase): void {
    const { log, id } = this.#first(trace);
    const index = Number(trace.args[1]?.key);
    if (index < log.firstIndex()) throw new TraceError("requested index is unavailable due to compaction");
    log.compact(index);
    this.#showLog(this.#cluster.node(id));
  }

  #deliver(trace: TraceCase): void {
    const recipients = trace.args.flatMap(({ key, values: list }): Recipient[] => {
      if (list.length === 0) return [{ id: Number(key), drop: false }];
      return key === "drop" ? list.map((id) => ({ id: Number(id), drop: true })) : [];
    });
    if (this.#cluster.deliver(recipients, option(trace, "type")) === 0) this.#output.write("no messages");
  }

  #proposeChange(trace: TraceCase): void {
    const steps = parseChanges(trace.input);
    if (typeof steps === "string") throw new TraceError(steps);
    const v1 = option(trace, "v1") === "true";
    const name = option(trace, "transition") ?? "auto";
    if (v1 && (steps.length > 1 || name !== "auto")) {
      throw new TraceError("v1 conf change can only have one operation and no transition");
    }
    const transitions = { auto: "auto", implicit: "joint-implicit", explicit: "joint-explicit" } as const;
    const transition: ConfChange["transition"] | undefined = transitions[name as keyof typeof transitions];
    if (transition === undefined) throw new TraceError(`unknown transition ${name}`);
    const change = { transition, steps, context: v1 ? V1_CONTEXT : EMPTY_BYTES };
    refuseDropped(this.#first(trace).raft.proposeConfChange(change));
  }

  #reportUnreachable(trace: TraceCase): void {
    const [on, reported] = this.#listed(trace);
    if (on === undefined || reported === undefined) {
      throw new TraceError(
        "must specify exactly two node indexes: node on which to report, and reported node",
      );
    }
    on.raft.reportUnreachable(reported.id);
  }

  #sendSnapshot(trace: TraceCase): void {
    const [from, to] = this.#listed(trace);
    if (from === undefined || to === undefined)
      throw new TraceError("a snapshot goes from one node to another");
    const { term } = from.raft.status();
    const message = { kind: "snapshot", from: from.id, to: to.id, term, snapshot: from.snapshot } as const;
    this.#cluster.send(message);
    this.#output.write(describeMessage(traceMessage(message)));
  }

  #stabilize(trace: TraceCase): void {
    const before = this.#output.level;
    const level = option(trace, "log-level");
    if (level !== undefined) this.#setLevel(level);
    const listed = this.#listed(trace);
    this.#cluster.stabilize(listed.length > 0 ? listed : this.#cluster.nodes);
    this.#output.level = before;
  }

  #showLog({ log }: TraceNode): void {
    const [first, last] = [log.firstIndex(), log.lastIndex()];
    if (last < first) this.#output.write(`log is empty: first index=${first}, last index=${last}`);
    else this.#output.write(describeEntries(log.entries(first, last + 1, Number.POSITIVE_INFINITY) ?? []));
  }

  #showStates(): void {
    for (const { id, raft } of this.#cluster.nodes) {
      const { role, membership, term, leader } = raft.status();
      const voter = allVoters(membership).includes(id) ? "(Voter)" : "(Non-Voter)";
      this.#output.write(`${id}: ${describeRole(role)} ${voter} Term:${term} Lead:${leader}`);
    }
  }

  #showStatus({ raft }: TraceNode): void {
    for (const member of raft.status().members) this.#output.write(describeMember(member));
  }

  #setLevel(name: string): void {
    const level = name.toLowerCase();
    if (!LEVELS.includes(level))
      throw new TraceError(`log levels must be either of [${LEVELS.join(" ").toUpperCase()}]`);
    this.#output.level = level;
  }

  #first(trace: TraceCase): TraceNode {
    return this.#cluster.node(Number(trace.args[0]?.key));
  }

  #listed(trace: TraceCase): TraceNode[] {
    return trace.args
      .filter(({ values: list }) => list.length === 0)
      .map(({ key }) => this.#cluster.node(Number(key)));
  }

  /** With several nodes each one's output stands under a title. */
  #each(trace: TraceCase, title: string, work: (node: TraceNode) => void): void {
    const nodes = this.#listed(trace);
    for (const node of nodes) {
      if (nodes.length === 1) {
        work(node);
        continue;
      }
      this.#output.write(`> ${node.id} ${title}`);
      this.#output.indented(() => work(node));
    }
  }
}

function values(trace: TraceCase, key: string): readonly string[] | undefined {
  return trace.args.find((arg) => arg.key === key)?.values;
}

function option(trace: TraceCase, key: string): string | undefined {
  return values(trace, key)?.[0];
}

function ticks(node: TraceNode, count: number): void {
  for (let i = 0; i < count; i++) node.raft.tick();
}

/** A change refused by validation leaves an empty entry and counts as proposed. */
function refuseDropped(outcome: ProposalOutcome): void {
  if (outcome.kind === "dropped" && outcome.reason !== "change-refused") {
    throw new TraceError("raft proposal dropped");
  }
}
