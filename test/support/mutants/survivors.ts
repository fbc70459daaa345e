// Why some operator mutants may live: told by hand, for each one that was looked at.
import type { OperatorMutant } from "./operator-mutants.ts";

interface Survivor {
  readonly file: string;
  readonly context: string;
  readonly change: string;
  readonly reason: string;
}

const SURVIVORS: readonly Survivor[] = [];

export function reasonFor({ file, context, change }: OperatorMutant): string {
  const known = SURVIVORS.find(
    (each) => file.endsWith(each.file) && context.includes(each.context) && change === each.change,
  );
  return known?.reason ?? "not looked at yet";
}
