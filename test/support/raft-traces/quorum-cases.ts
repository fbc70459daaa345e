// The data-driven cases of quorum/: commit indexes and votes of majorities and joint majorities. Each case is also
// computed a second way that must agree; a disagreement shows in the output.
import { jointCommitted, jointVote } from "#raft/core/quorum/joint.ts";
import { type Acknowledged, majorityCommitted, majorityVote } from "#raft/core/quorum/majority.ts";
import type { TraceCase } from "./parse-trace.ts";

interface Inputs {
  readonly voters: readonly number[];
  readonly votersOutgoing: readonly number[];
  readonly joint: boolean;
  /** By position: `undefined` where the case has a placeholder. */
  readonly known: ReadonlyMap<number, string>;
}

export function runQuorumCase(trace: TraceCase): string {
  const inputs = readInputs(trace);
  if (typeof inputs === "string") return inputs;
  if (trace.command === "committed") return committed(inputs);
  if (trace.command === "vote") return vote(inputs);
  return "unknown command";
}

function readInputs({ command, args }: TraceCase): Inputs | string {
  const list = (key: string) => args.find((arg) => arg.key === key)?.values;
  const voters = sorted(list("cfg") ?? []);
  const outgoing = list("cfgj");
  const votersOutgoing = outgoing === undefined || outgoing[0] === "zero" ? [] : sorted(outgoing);
  const given = list(command === "vote" ? "votes" : "idx") ?? [];
  const order = [
    ...new Set([...(list("cfg") ?? []), ...(votersOutgoing.length > 0 ? (outgoing ?? []) : [])]),
  ];
  if (order.length !== given.length) {
    return `error: mismatched input (explicit or _) for voters [${order.join(" ")}]: [${given.join(" ")}]`;
  }
  const known = new Map<number, string>();
  order.forEach((id, position) => {
    const value = given[position];
    if (value !== undefined && value !== "_") known.set(Number(id), value);
  });
  return { voters, votersOutgoing, joint: outgoing !== undefined, known };
}

function committed({ voters, votersOutgoing, joint, known }: Inputs): string {
  const acknowledged: Acknowledged = (id) => {
    const value = known.get(id);
    return value === undefined ? undefined : Number(value);
  };
  const lines: string[] = [];
  const doubt = (value: number, index: number, how: string) => {
    if (value !== index) lines.push(`${value} <-- via ${how}`);
  };
  const index = joint
    ? jointCommitted({ voters, votersOutgoing }, acknowledged)
    : majorityCommitted(voters, acknowledged);
  if (joint) {
    doubt(
      jointCommitted({ voters: votersOutgoing, votersOutgoing: voters }, acknowledged),
      index,
      "symmetry",
    );
  } else {
    doubt(bySorting(voters, acknowledged), index, "alternative computation");
    doubt(jointCommitted({ voters, votersOutgoing: [] }, acknowledged), index, "zero-joint quorum");
    doubt(jointCommitted({ voters, votersOutgoing: voters }, acknowledged), index, "self-joint quorum");
    for (const id of voters) lines.push(...lowering(voters, acknowledged, id, index));
  }
  const shown = index === Number.POSITIVE_INFINITY ? "∞" : String(index);
  return `${describe(sorted([...voters, ...votersOutgoing]), acknowledged)}${[...lines, shown].join("\n")}`;
}

/** A voter strictly below the committed index does not hold it up: lowering it further changes nothing. */
function lowering(
  voters: readonly number[],
  acknowledged: Acknowledged,
  id: number,
  index: number,
): string[] {
  const own = acknowledged(id) ?? 0;
  if (own === 0 || own >= index) return [];
  return [own - 1, 0].flatMap((lower) => {
    const value = majorityCommitted(voters, (voter) => (voter === id ? lower : acknowledged(voter)));
    return value === index ? [] : [`${value} <-- overlaying ${id}->${lower}`];
  });
}

function vote({ voters, votersOutgoing, joint, known }: Inputs): string {
  const votes = new Map([...known].map(([id, value]) => [id, value === "y"] as const));
  const result = joint ? jointVote({ voters, votersOutgoing }, votes) : majorityVote(voters, votes);
  const mirrored = jointVote({ voters: votersOutgoing, votersOutgoing: voters }, votes);
  const shown = { pending: "VotePending", lost: "VoteLost", won: "VoteWon" } as const;
  return joint && mirrored !== result
    ? `${shown[mirrored]} <-- via symmetry\n${shown[result]}`
    : shown[result];
}

/** The textbook way: sort what is known and take the element that a majority reaches. */
function bySorting(voters: readonly number[], acknowledged: Acknowledged): number {
  const positions = voters.map((id) => acknowledged(id) ?? 0).sort((a, b) => a - b);
  return positions[voters.length - (Math.floor(voters.length / 2) + 1)] ?? Number.POSITIVE_INFINITY;
}

/** A bar per voter: as long as there are voters with a strictly lower index. */
function describe(voters: readonly number[], acknowledged: Acknowledged): string {
  if (voters.length === 0) return "<empty majority quorum>";
  const width = voters.length;
  const all = voters.map((id) => acknowledged(id) ?? 0);
  const rows = voters.map((id) => {
    const index = acknowledged(id);
    const bar = all.filter((other) => other < (index ?? 0)).length;
    const drawn =
      index === undefined ? `?${" ".repeat(width)}` : `${"x".repeat(bar)}>${" ".repeat(width - bar)}`;
    return `${drawn} ${String(index ?? 0).padStart(5)}    (id=${id.toString(16)})\n`;
  });
  return `${" ".repeat(width)}    idx\n${rows.join("")}`;
}

function sorted(ids: readonly (string | number)[]): number[] {
  return [...new Set(ids.map(Number))].sort((a, b) => a - b);
}
