import type { TestCore } from "#test/core-harness/test-core.ts";
import { childOf } from "./child-of.ts";

export interface Tree {
  root: string;
  /** Root first, then level by level. */
  all: string[];
}

/** A tree below a child of root: so many children each, level by level. The root has the policy `tok`. */
export async function aTree(core: TestCore, widths: readonly number[]): Promise<Tree> {
  const root = await childOf(core, { policies: ["tok"] });
  const all = [root];
  let level = [root];
  for (const width of widths) {
    const next: string[] = [];
    for (const parent of level) {
      next.push(...(await Promise.all(Array.from({ length: width }, () => childOf(core, {}, parent)))));
    }
    all.push(...next);
    level = next;
  }
  return { root, all };
}

/** `width` children of one token; a few of them have children of their own. */
export async function wideTree(
  core: TestCore,
  width: number,
  grandchildren: readonly number[] = [],
): Promise<Tree> {
  const tree = await aTree(core, [width]);
  for (const [at, count] of grandchildren.entries()) {
    const parent = tree.all[1 + at * 7];
    tree.all.push(...(await Promise.all(Array.from({ length: count }, () => childOf(core, {}, parent)))));
  }
  return tree;
}
