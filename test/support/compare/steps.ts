// Everything that is compared, in order: later steps build on what earlier ones made.
import type { Step } from "./step.ts";
import { engineSteps } from "./steps/engines.ts";
import { kvSteps } from "./steps/kv.ts";
import { mountSteps } from "./steps/mounts.ts";
import { policySteps } from "./steps/policies.ts";
import { quorumSteps } from "./steps/quorum.ts";
import { initialisingSteps, resealingSteps, uninitialisedSteps } from "./steps/sealing.ts";
import { systemSteps } from "./steps/system.ts";
import { tokenSteps } from "./steps/tokens.ts";

export const STEPS: readonly Step[] = [
  ...uninitialisedSteps,
  ...initialisingSteps,
  ...tokenSteps,
  ...policySteps,
  ...mountSteps,
  ...kvSteps,
  ...engineSteps,
  ...systemSteps,
  ...quorumSteps,
  ...resealingSteps,
];
