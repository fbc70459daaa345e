// Walks one object with typed questions and remembers what was asked, so that the rest can be named as unknown.
import type { HclItem, HclObject, HclPosition, HclValue } from "./ast.ts";
import { toFlag, toInteger, toText, toTexts } from "./convert.ts";
import { blocksOf, type HclBlock } from "./hcl-block.ts";

export class HclReader {
  readonly object: HclObject;
  readonly #itemsByName = new Map<string, HclItem[]>();
  readonly #asked = new Set<string>();

  constructor(object: HclObject) {
    this.object = object;
    for (const item of object.items) {
      const name = item.keys[0].name;
      const items = this.#itemsByName.get(name);
      if (items === undefined) this.#itemsByName.set(name, [item]);
      else items.push(item);
    }
  }

  get position(): HclPosition {
    return this.object.position;
  }

  has(name: string): boolean {
    return this.#itemsByName.has(name);
  }

  /** The argument's value; the last one when objects of several files were joined. JSON's null is no value. */
  value(name: string): HclValue | undefined {
    const value = this.#ask(name).at(-1)?.value;
    return value?.kind === "null" ? undefined : value;
  }

  /** @throws HclError of kind `value` */
  text(name: string): string | undefined {
    return convert(this.value(name), toText);
  }

  /** @throws HclError of kind `value` */
  flag(name: string): boolean | undefined {
    return convert(this.value(name), toFlag);
  }

  /** @throws HclError of kind `value` */
  integer(name: string): number | undefined {
    return convert(this.value(name), toInteger);
  }

  /** @throws HclError of kind `value` */
  texts(name: string): readonly string[] | undefined {
    return convert(this.value(name), toTexts);
  }

  /** Blocks called `name` with `labelCount` labels, in the order written. @throws HclError of kind `value` */
  blocks(name: string, labelCount = 0): readonly HclBlock[] {
    return this.#ask(name)
      .filter((item) => item.value.kind !== "null")
      .flatMap((item) => blocksOf(item, labelCount));
  }

  /** Where `name` stands, or where its object begins. */
  positionOf(name: string): HclPosition {
    return this.#itemsByName.get(name)?.at(-1)?.keys[0].position ?? this.position;
  }

  /** Items that nobody asked about. */
  unread(): readonly HclItem[] {
    return this.object.items.filter((item) => !this.#asked.has(item.keys[0].name));
  }

  #ask(name: string): readonly HclItem[] {
    this.#asked.add(name);
    return this.#itemsByName.get(name) ?? [];
  }
}

function convert<T>(value: HclValue | undefined, to: (value: HclValue) => T): T | undefined {
  return value === undefined ? undefined : to(value);
}
