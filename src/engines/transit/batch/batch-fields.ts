// Items of a batch, read by the same fields as a request of one. A value of the wrong type refuses the whole request,
// since nobody can say what its item is; what is wrong with an item's content is said in its own result.
import type { RawJson } from "#base/json/raw-json.ts";
import { VaultError } from "#base/vault-error.ts";
import type { Field } from "#contract/fields/field.ts";
import { json } from "#contract/fields/scalars.ts";
import { ObjectListReader, type ObjectMembers } from "#kit/json/object-list.ts";

export const batchField = json("Several items, each with parameters of its own.");

export type ItemFields = Readonly<Record<string, Field<unknown>>>;

/** An item: values by name, where they could be read; how it asks to be recognised. */
export interface BatchItem<F extends ItemFields> {
  readonly values: { readonly [N in keyof F]?: F[N] extends Field<infer T> ? T : never };
  /** What is wrong with a value that is not what its field expects. */
  readonly problem: string | undefined;
  /** JSON; echoed as it came. */
  readonly reference: RawJson | undefined;
}

const QUOTE = 0x22;
const NULL_START = 0x6e;

export class BatchReader<F extends ItemFields> {
  readonly #fields: readonly (readonly [string, Field<unknown>])[];
  readonly #reader: ObjectListReader<string>;

  constructor(fields: F) {
    this.#fields = Object.entries(fields);
    this.#reader = new ObjectListReader([...Object.keys(fields), "reference"]);
  }

  /** @throws VaultError invalid_request */
  read(batch: RawJson): BatchItem<F>[] {
    const objects = this.#reader.read(batch);
    if (objects === undefined) throw refusal("expected a list of objects");
    if (typeof objects === "number") throw refusal(`expected an object in [${objects}]`);
    if (objects.length === 0) throw new VaultError("invalid_request", "missing batch input to process");
    return objects.map((members, at) => this.#item(members, at));
  }

  #item(members: ObjectMembers<string>, at: number): BatchItem<F> {
    const values: Record<string, unknown> = {};
    let problem: string | undefined;
    for (const [name, field] of this.#fields) {
      const member = members[name];
      if (!member) continue;
      const value = field.parse(member);
      if (value !== undefined) values[name] = value;
      else if (isText(member)) problem ??= `${name}: expected ${field.expected}`;
      else throw refusal(`expected ${field.expected} in [${at}].${name}`);
    }
    return { values: values as BatchItem<F>["values"], problem, reference: referenceOf(members, at) };
  }
}

/** A string is of the right type wherever base64 is asked for; that it is no base64 is the item's own trouble. */
function isText({ bytes }: RawJson): boolean {
  return bytes[0] === QUOTE;
}

function referenceOf({ reference }: ObjectMembers<string>, at: number): RawJson | undefined {
  if (!reference || reference.bytes[0] === NULL_START) return undefined;
  if (reference.bytes[0] !== QUOTE) throw refusal(`expected a string in [${at}].reference`);
  return reference;
}

function refusal(what: string): VaultError {
  return new VaultError("invalid_request", `failed to parse batch input: ${what}`);
}

/** Absent and null mean that there is no batch. */
export function batchOf(batch: RawJson | undefined): RawJson | undefined {
  return batch && batch.bytes[0] !== NULL_START ? batch : undefined;
}
