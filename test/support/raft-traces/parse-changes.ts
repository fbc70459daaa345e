// Configuration changes as the traces write them: v1 (voter), l2 (learner), r3 (remove), u4 (update).
import type { ConfChangeStep } from "#raft/core/confchange/conf-change.ts";

const ACTIONS = { v: "add-voter", l: "add-learner", r: "remove", u: "update" } as const;

/** The steps, or the traces' complaint about the first word that is none. */
export function parseChanges(text: string): ConfChangeStep[] | string {
  const steps: ConfChangeStep[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (word.length < 2) return `unknown token ${word}`;
    const action = ACTIONS[word.charAt(0) as keyof typeof ACTIONS];
    if (action === undefined || !/^\d+$/.test(word.slice(1))) return `unknown input: ${word}`;
    steps.push({ action, nodeId: Number(word.slice(1)) });
  }
  return steps;
}

export function describeChanges(steps: readonly ConfChangeStep[]): string {
  const letters = { "add-voter": "v", "add-learner": "l", remove: "r", update: "u" } as const;
  return steps.map(({ action, nodeId }) => `${letters[action]}${nodeId}`).join(" ");
}
