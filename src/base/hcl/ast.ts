// What HCL 1 and JSON texts become: one tree, every node with its place, so that later refusals can name a line.

export interface HclPosition {
  /** The file, or whatever the caller named the text; empty when it named nothing. */
  readonly source: string;
  /** Counted from 1; 0 for a value that came from no text (an environment variable). */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

export interface HclString {
  readonly kind: "string";
  /** Escapes undone; `${…}` stays as written, for nothing here evaluates it. */
  readonly value: string;
  readonly position: HclPosition;
}

export interface HclNumber {
  readonly kind: "number";
  /** Inexact beyond 2^53: `text` is then the truth. */
  readonly value: number;
  readonly text: string;
  readonly position: HclPosition;
}

export interface HclBoolean {
  readonly kind: "boolean";
  readonly value: boolean;
  readonly position: HclPosition;
}

/** Only JSON has it; readers take it for "not given". */
export interface HclNull {
  readonly kind: "null";
  readonly position: HclPosition;
}

export interface HclList {
  readonly kind: "list";
  readonly values: readonly HclValue[];
  readonly position: HclPosition;
}

export interface HclObject {
  readonly kind: "object";
  /** In the order written. The same first key may come again: that is a repeated block. */
  readonly items: readonly HclItem[];
  readonly position: HclPosition;
}

export type HclValue = HclString | HclNumber | HclBoolean | HclNull | HclList | HclObject;

export interface HclKey {
  readonly name: string;
  readonly position: HclPosition;
}

/** `listener "tcp" { … }` has two keys; `ui = true` has one and is assigned. */
export interface HclItem {
  readonly keys: readonly [HclKey, ...HclKey[]];
  readonly value: HclValue;
  readonly assigned: boolean;
}
