// The plain JSON that Go's decoder makes of HCL 1: every object a list element, repeated blocks one list. What the
// oracle answers, computed from our tree.
import type { HclItem, HclObject, HclValue } from "#base/hcl/ast.ts";

export type JsonShape = null | boolean | number | string | JsonShape[] | { [name: string]: JsonShape };

export function jsonShape(object: HclObject): { [name: string]: JsonShape } {
  const shape: { [name: string]: JsonShape } = Object.create(null);
  for (const item of object.items) {
    const [name, value] = memberOf(item);
    const earlier = shape[name];
    shape[name] = Array.isArray(earlier) && Array.isArray(value) ? [...earlier, ...value] : value;
  }
  return shape;
}

function memberOf(item: HclItem): [string, JsonShape] {
  const [first, second, ...others] = item.keys;
  if (second === undefined) return [first.name, argumentShape(item.value)];
  const inner: HclItem = { keys: [second, ...others], value: item.value, assigned: item.assigned };
  return [first.name, [jsonShape({ kind: "object", items: [inner], position: first.position })]];
}

function argumentShape(value: HclValue): JsonShape {
  return value.kind === "object" ? [jsonShape(value)] : elementShape(value);
}

function elementShape(value: HclValue): JsonShape {
  switch (value.kind) {
    case "object":
      return jsonShape(value);
    case "list":
      return value.values.map(elementShape);
    case "null":
      return "";
    default:
      return value.value;
  }
}

/**
 * Go's JSON parser turns an object of objects into several blocks, `{"a": {"b": {}, "c": {}}}` into `a "b" {}` and
 * `a "c" {}`. Our tree stays as written, and `HclReader.blocks` reads both alike.
 */
export function flattenJson(object: HclObject): HclObject {
  const items = object.items
    .flatMap(flattenItem)
    .map((item) => ({ ...item, value: flattenValue(item.value) }));
  return { ...object, items };
}

function flattenItem(item: HclItem): HclItem[] {
  const { keys, value } = item;
  if (
    value.kind === "list" &&
    value.values.length > 0 &&
    value.values.every((element) => element.kind === "object")
  ) {
    return value.values.flatMap((element) => flattenItem({ ...item, value: element }));
  }
  if (value.kind !== "object" || value.items.length === 0) return [item];
  if (!value.items.every((inner) => inner.value.kind === "object")) return [item];
  return value.items.flatMap((inner) => flattenItem({ ...inner, keys: [...keys, ...inner.keys] }));
}

function flattenValue(value: HclValue): HclValue {
  if (value.kind === "object") return flattenJson(value);
  return value.kind === "list" ? { ...value, values: value.values.map(flattenValue) } : value;
}
