// Makes a failing case as small as it can while it still fails.
import type { DrawnRule, PolicyCase } from "./policy-case.ts";

/** @param fails whether the case still shows the fault */
export function shrinkCase(given: PolicyCase, fails: (smaller: PolicyCase) => boolean): PolicyCase {
  let smallest = given;
  for (;;) {
    const smaller = smallerCases(smallest).find((candidate) => stillFails(candidate, fails));
    if (!smaller) return smallest;
    smallest = smaller;
  }
}

function stillFails(candidate: PolicyCase, fails: (smaller: PolicyCase) => boolean): boolean {
  try {
    return fails(candidate);
  } catch {
    return false;
  }
}

function smallerCases(given: PolicyCase): PolicyCase[] {
  const { policies, question, entityName } = given;
  const withoutName: PolicyCase = { policies, question };
  return [
    ...without(policies).map((fewer) => ({ ...given, policies: fewer })),
    ...policies.flatMap((policy, at) =>
      smallerLists(policy, smallerRules).map((smaller) => ({
        ...given,
        policies: policies.with(at, smaller),
      })),
    ),
    ...Object.keys(question.parameters).map((name) => {
      const { [name]: _, ...parameters } = question.parameters;
      return { ...given, question: { ...question, parameters } };
    }),
    ...(question.needsSudo ? [{ ...given, question: { ...question, needsSudo: false } }] : []),
    ...(question.wrapSeconds === undefined
      ? []
      : [{ ...given, question: leaveOut(question, "wrapSeconds") }]),
    ...(entityName === undefined ? [] : [withoutName]),
  ];
}

function smallerRules(rule: DrawnRule): DrawnRule[] {
  const optional = ["legacy", "allowed", "denied", "required", "minWrapSeconds", "maxWrapSeconds"] as const;
  return [
    ...without(rule.capabilities).map((capabilities) => ({ ...rule, capabilities })),
    ...optional.filter((key) => rule[key] !== undefined).map((key) => leaveOut(rule, key)),
  ];
}

/** One element fewer, or one element smaller. */
function smallerLists<T>(list: T[], smaller: (item: T) => T[]): T[][] {
  return [...without(list), ...list.flatMap((item, at) => smaller(item).map((less) => list.with(at, less)))];
}

function without<T>(list: T[]): T[][] {
  return list.map((_, at) => list.toSpliced(at, 1));
}

function leaveOut<T extends object>(from: T, key: keyof T): T {
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key)) as T;
}
