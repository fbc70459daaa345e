// The files of a local cluster: key and token are made once, readable by their owner alone.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { randomBytes } from "#crypto/secure-random.ts";
import type { LocalPlan } from "./local-plan.ts";

const OWNER_ONLY = 0o600;

/** @returns whether the seal's key was made now */
export function prepareFiles(plan: LocalPlan): boolean {
  mkdirSync(plan.folder, { recursive: true, mode: 0o700 });
  for (const node of plan.nodes) writeFileSync(node.configPath, node.config, { mode: OWNER_ONLY });
  if (existsSync(plan.sealKeyPath)) return false;
  writeFileSync(plan.sealKeyPath, `${randomBytes(32).toHex()}\n`, { mode: OWNER_ONLY, flag: "wx" });
  return true;
}

export function readRootToken(plan: LocalPlan): string | undefined {
  return existsSync(plan.rootTokenPath) ? readFileSync(plan.rootTokenPath, "utf8").trim() : undefined;
}

export function keepRootToken(plan: LocalPlan, token: string): void {
  writeFileSync(plan.rootTokenPath, `${token}\n`, { mode: OWNER_ONLY });
  chmodSync(plan.rootTokenPath, OWNER_ONLY);
}
