// seal: who guards the root key now, and who guarded it before (while it moves).
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { Environment } from "./reading/environment.ts";
import type { StanzaShape } from "./reading/key-table.ts";
import type { Stanza } from "./reading/stanza.ts";
import { SEAL_KEYS } from "./seal/common-keys.ts";
import { readStaticSeal, STATIC_SEAL, type StaticSealOptions } from "./seal/static.ts";
import { readTransitSeal, TRANSIT_SEAL, type TransitSealOptions } from "./seal/transit.ts";

export type SealOptions = { readonly type: "shamir" } | StaticSealOptions | TransitSealOptions;

export interface SealPlan {
  readonly seal: SealOptions;
  /** The seal marked `disabled`, or Shamir's when a block of its own says so: what it sealed moves to `seal`. */
  readonly previousSeal: SealOptions | undefined;
  /** Where their settings are filed: `seal[0]`. */
  readonly sealPath: string;
  readonly previousSealPath: string | undefined;
}

export const SHAMIR_SEAL = {
  title: 'seal "shamir"',
  says: "Unsealed by people with shares of a key. The standard.",
  keys: SEAL_KEYS,
} satisfies StanzaShape;

type Root = Stanza<"seal">;

const SHAMIR: SealOptions = { type: "shamir" };

/** One block of a seal, before its keys are read. */
interface Declared {
  readonly block: HclBlock;
  readonly type: string;
  readonly disabled: boolean;
  readonly path: string;
}

export function readSeals(root: Root): SealPlan | undefined {
  const declared = root.blocks("seal", 1).map((block, index) => declare(root, block, index));
  const enabled = chooseEnabled(root, declared);
  const disabled = declared.filter((one) => one.disabled);
  refuseExtra(root, disabled.slice(1), "a second disabled seal: one at a time can be moved away from");
  const seal = enabled === undefined ? SHAMIR : readSeal(root, enabled, true);
  const [former] = disabled;
  const previousSeal = former && readSeal(root, former, former.type !== enabled?.type);
  if (seal === undefined || (former !== undefined && previousSeal === undefined)) return undefined;
  return { seal, previousSeal, sealPath: enabled?.path ?? "seal", previousSealPath: former?.path };
}

function declare(root: Root, block: HclBlock, index: number): Declared {
  const type = block.labels[0]?.toLowerCase() ?? "";
  const path = `seal[${index}]`;
  // Only this one question: the shape, and with it every other key, depends on the answer.
  const probe = root.probe(SHAMIR_SEAL, { block, name: path, field: `seal.${type}` });
  return { block, type, disabled: probe.flag("disabled") ?? false, path };
}

/** VAULT_SEAL_TYPE says which seal is in charge: one of the blocks, or one that the environment alone configures. */
function chooseEnabled(root: Root, declared: readonly Declared[]): Declared | undefined {
  const enabled = declared.filter((one) => !one.disabled);
  const wanted = root.context.environment.find("SEAL_TYPE");
  if (wanted === undefined) {
    refuseExtra(
      root,
      enabled.slice(1),
      "a second enabled seal: mark the one to move away from with disabled = true",
    );
    return enabled[0];
  }
  const type = wanted.value.trim().toLowerCase();
  const chosen = enabled.find((one) => one.type === type);
  for (const other of enabled) {
    if (other === chosen) continue;
    root.context.problems.warn(
      other.block.position,
      "seal",
      "has no effect: VAULT_SEAL_TYPE names another seal",
    );
  }
  if (chosen !== undefined) return chosen;
  const object = { kind: "object", items: [], position: wanted.position } as const;
  const block = { labels: [type], object, position: wanted.position };
  return { block, type, disabled: false, path: "seal[environment]" };
}

function refuseExtra(root: Root, extra: readonly Declared[], reason: string): void {
  for (const { block } of extra) root.context.problems.error(block.position, "seal", `is ${reason}`);
}

function readSeal(root: Root, declared: Declared, environmentCounts: boolean): SealOptions | undefined {
  const { block, type, path } = declared;
  // Two seals of one type would take the same variables: they belong to the one in charge.
  const context = environmentCounts ? root.context : { ...root.context, environment: new Environment({}) };
  const place = { block, name: path, field: `seal.${type}`, context };
  const withDisabled = <T>(stanza: Stanza<"disabled">, seal: T): T => {
    stanza.flag("disabled");
    return seal;
  };
  switch (type) {
    case "shamir":
      return root.child(SHAMIR_SEAL, place, (stanza) => withDisabled(stanza, SHAMIR));
    case "static":
      return root.child(STATIC_SEAL, place, (stanza) => withDisabled(stanza, readStaticSeal(stanza)));
    case "transit":
      return root.child(TRANSIT_SEAL, place, (stanza) => withDisabled(stanza, readTransitSeal(stanza)));
    default: {
      const name = JSON.stringify(type.slice(0, 32));
      const reason = `type ${name} is refused: shamir, static and transit are known`;
      root.context.problems.error(block.position, "seal", reason);
      return undefined;
    }
  }
}
