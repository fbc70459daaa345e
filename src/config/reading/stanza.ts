// One block while it is read: typed questions by declared key, answered from flag, environment and file in that
// order. Nothing throws; whatever is wrong becomes a problem with its place, and reading goes on.
import { assert } from "#base/assert.ts";
import { formatDurationShort } from "#base/duration.ts";
import type { HclObject, HclPosition, HclValue } from "#base/hcl/ast.ts";
import { toFlag, toText } from "#base/hcl/convert.ts";
import type { HclBlock } from "#base/hcl/hcl-block.ts";
import { HclError } from "#base/hcl/hcl-error.ts";
import { HclReader } from "#base/hcl/hcl-reader.ts";
import { Secret } from "#base/secret.ts";
import {
  type Bounds,
  toBoundedInteger,
  toByteSize,
  toDurationMs,
  toWordOf,
  toWords,
  withinBounds,
} from "./convert-value.ts";
import type { KeyRule, StanzaShape } from "./key-table.ts";
import type { ReadContext } from "./read-context.ts";
import type { SettingValue } from "./settings.ts";

export interface StanzaPlace {
  readonly object: HclObject;
  /** Where its settings are filed: `listener[0]`; empty at the top. */
  readonly path: string;
  /** How messages name it: `listener.tcp`; empty at the top. */
  readonly field: string;
}

export interface ChildPlace {
  readonly block: HclBlock;
  /** Added to the settings' path: `listener[0]`. */
  readonly name: string;
  /** Added to the messages' field: `listener.tcp`. */
  readonly field: string;
  readonly context?: ReadContext;
}

export class Stanza<in Key extends string> {
  readonly shape: StanzaShape<Key>;
  readonly context: ReadContext;
  readonly place: StanzaPlace;
  readonly #reader: HclReader;
  readonly #asked = new Set<string>();
  readonly #wrong = new Set<string>();

  constructor(shape: StanzaShape<Key>, place: StanzaPlace, context: ReadContext) {
    this.shape = shape;
    this.place = place;
    this.context = context;
    this.#reader = new HclReader(place.object);
  }

  text(key: Key): string | undefined {
    return this.#read(key, toText);
  }

  /** @returns `undefined` also for an empty text, which in Go is the same as none */
  word(key: Key): string | undefined {
    const text = this.text(key)?.trim();
    return text === "" ? undefined : text;
  }

  secret(key: Key): Secret | undefined {
    return this.#read(key, (value) => Secret.ofText(toText(value)));
  }

  flag(key: Key): boolean | undefined {
    return this.#read(key, toFlag);
  }

  integer(key: Key, bounds: Bounds = {}): number | undefined {
    return this.#read(key, (value) => toBoundedInteger(value, bounds));
  }

  /** @param bounds in milliseconds */
  durationMs(key: Key, bounds: Bounds = {}): number | undefined {
    return this.#read(key, (value) => withinBounds(value, toDurationMs(value), bounds, formatDurationShort));
  }

  byteSize(key: Key, bounds: Bounds = {}): number | undefined {
    return this.#read(key, (value) => withinBounds(value, toByteSize(value), bounds));
  }

  words(key: Key): readonly string[] | undefined {
    return this.#read(key, toWords);
  }

  wordOf<Word extends string>(key: Key, words: readonly Word[]): Word | undefined {
    return this.#read(key, (value) => toWordOf(value, words));
  }

  /** @param convert throws HclError for a value that does not fit */
  value<T extends SettingValue>(key: Key, convert: (value: HclValue) => T): T | undefined {
    return this.#read(key, convert);
  }

  blocks(key: Key, labelCount = 0): readonly HclBlock[] {
    this.#asked.add(key);
    return this.#attempt(key, () => this.#reader.blocks(key, labelCount)) ?? [];
  }

  /** The one block of this name; a second one in the same file is an error, one of a later file takes its place. */
  block(key: Key, labelCount = 0): HclBlock | undefined {
    const blocks = this.blocks(key, labelCount);
    const last = blocks.at(-1);
    const twin = blocks.find((block) => block !== last && block.position.source === last?.position.source);
    if (last !== undefined && twin !== undefined) {
      this.#problem(last.position, key, `is given twice, also on line ${twin.position.line}`);
    }
    return last;
  }

  has(key: Key): boolean {
    return this.#given(key) !== undefined;
  }

  /** Whether a value was given but is none, which has been reported: what it would have led to is not to be judged. */
  isWrong(key: Key): boolean {
    return this.#wrong.has(key);
  }

  /** Whether the value that counts comes from an environment variable or a flag. */
  isFromOutside(key: Key): boolean {
    return this.#given(key)?.position.line === 0;
  }

  /** Of the value that counts; of the stanza when the key is absent. */
  positionOf(key: Key): HclPosition {
    return this.#given(key)?.position ?? this.#reader.positionOf(key);
  }

  error(key: Key, reason: string): void {
    this.#problem(this.positionOf(key), key, reason);
  }

  warn(key: Key, reason: string): void {
    this.context.problems.warn(this.positionOf(key), this.#field(key), reason);
  }

  /** Reads a block inside this one and reports what nobody asked it about. */
  child<ChildKey extends string, T>(
    shape: StanzaShape<ChildKey>,
    place: ChildPlace,
    read: (stanza: Stanza<ChildKey>) => T,
  ): T {
    const stanza = this.probe(shape, place);
    const result = read(stanza);
    stanza.finish();
    return result;
  }

  /** A block inside this one for a question or two; unknown keys go unreported. */
  probe<ChildKey extends string>(shape: StanzaShape<ChildKey>, place: ChildPlace): Stanza<ChildKey> {
    const prefix = (own: string, name: string): string => (own === "" ? name : `${own}.${name}`);
    const path = prefix(this.place.path, place.name);
    const field = prefix(this.place.field, place.field);
    return new Stanza(shape, { object: place.block.object, path, field }, place.context ?? this.context);
  }

  /** Reports ignored, refused and unknown keys. To be called once, after all questions. */
  finish(): void {
    for (const [key, rule] of Object.entries<KeyRule>(this.shape.keys)) {
      if (rule.use === "used") assert(this.#asked.has(key), `${this.shape.title} ${key} is used by nobody`);
      else this.#reportUnused(key as Key, rule);
    }
    for (const item of this.#reader.unread()) {
      const [{ name, position }] = item.keys;
      if (Object.hasOwn(this.shape.keys, name)) continue;
      this.context.problems.warn(position, this.#field(name), this.context.adviseOnUnknown(name, this.shape));
    }
  }

  #reportUnused(key: Key, rule: KeyRule): void {
    const value = this.#given(key);
    if (this.#asked.has(key) || value === undefined) return;
    if (rule.use === "refused") {
      this.#problem(value.position, key, `is refused: ${rule.says}`);
      return;
    }
    this.context.problems.note(value.position, this.#field(key), `accepted and ignored: ${rule.says}`);
    const isPlain = value.kind === "string" || value.kind === "number" || value.kind === "boolean";
    if (isPlain && rule.secret !== true) this.#file(key, value.value, value.position);
  }

  #read<T extends SettingValue>(key: Key, convert: (value: HclValue) => T): T | undefined {
    this.#asked.add(key);
    const value = this.#given(key);
    if (value === undefined) return undefined;
    const result = this.#attempt(key, () => convert(value));
    if (result !== undefined) this.#file(key, result, value.position);
    return result;
  }

  #file(key: Key, value: SettingValue, position: HclPosition): void {
    const path = this.place.path === "" ? key : `${this.place.path}.${key}`;
    this.context.settings.set(path, { value, rule: this.shape.keys[key], position, field: this.#field(key) });
  }

  #given(key: Key): HclValue | undefined {
    const { flag, environment, fileWinsOnReload } = this.shape.keys[key];
    const fromFlag = flag === undefined ? undefined : this.context.flags.get(flag);
    const fromEnvironment = environment && this.context.environment.find(...environment.names);
    const fromFile = this.#reader.value(key);
    if (this.context.reloading && fileWinsOnReload === true) return fromFile ?? fromFlag ?? fromEnvironment;
    if (environment?.wins === "under the file") return fromFlag ?? fromFile ?? fromEnvironment;
    return fromFlag ?? fromEnvironment ?? fromFile;
  }

  #attempt<T>(key: Key, attempt: () => T): T | undefined {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof HclError)) throw error;
      this.#problem(error.position, key, error.reason);
      this.#wrong.add(key);
      return undefined;
    }
  }

  #problem(position: HclPosition, key: string, reason: string): void {
    this.context.problems.error(position, this.#field(key), reason);
  }

  #field(key: string): string {
    const name = /^[\w.-]{1,64}$/.test(key) ? key : JSON.stringify(key.slice(0, 64));
    return this.place.field === "" ? name : `${this.place.field}.${name}`;
  }
}
