// Blocks in every shape HCL 1 and JSON allow for one and the same thing:
// `path "a" {}`, `path { "a" {} }`, `path = [{ "a" = {} }]`, {"path": {"a": {}}}, {"path": [{"a": {}}]}.
import type { HclItem, HclKey, HclObject, HclPosition, HclValue } from "./ast.ts";
import { HclError } from "./hcl-error.ts";

export interface HclBlock {
  readonly labels: readonly string[];
  readonly object: HclObject;
  /** Of the last label, or of the block's name. */
  readonly position: HclPosition;
}

/** The blocks that `item` stands for, each with `labelCount` labels. @throws HclError of kind `value` */
export function blocksOf(item: HclItem, labelCount: number): HclBlock[] {
  const [name, ...labels] = item.keys;
  return collect({ labels, value: item.value, position: name.position }, labelCount);
}

interface Found {
  readonly labels: readonly HclKey[];
  readonly value: HclValue;
  readonly position: HclPosition;
}

function collect(found: Found, labelCount: number): HclBlock[] {
  const { labels, value, position } = found;
  if (labels.length > labelCount) {
    const [first, ...rest] = labels.slice(labelCount);
    if (first === undefined) return [];
    const inner: HclItem = { keys: [first, ...rest], value, assigned: false };
    const object: HclObject = { kind: "object", items: [inner], position: first.position };
    return collect({ labels: labels.slice(0, labelCount), value: object, position }, labelCount);
  }
  const objects = objectsOf(value);
  const place = labels.at(-1)?.position ?? position;
  if (labels.length === labelCount) {
    return objects.map((object) => ({ labels: labels.map((label) => label.name), object, position: place }));
  }
  return objects.flatMap((object) => object.items).flatMap((item) => descend(found, item, labelCount));
}

function descend(found: Found, item: HclItem, labelCount: number): HclBlock[] {
  const isBlock = item.value.kind === "object" || item.value.kind === "list";
  if (!isBlock) throw new HclError("value", found.position, "must be a block with a name in quotes after it");
  const labels = [...found.labels, ...item.keys];
  return collect({ labels, value: item.value, position: found.position }, labelCount);
}

function objectsOf(value: HclValue): HclObject[] {
  if (value.kind === "object") return [value];
  if (value.kind !== "list") throw new HclError("value", value.position, "must be a block in braces");
  return value.values.map((element) => {
    if (element.kind !== "object") throw new HclError("value", element.position, "must be a block in braces");
    return element;
  });
}
