// The grammar of HCL 1 as Vault's configuration and policies use it: items of keys and a value, inside one another.

import { ArgumentNames } from "./argument-names.ts";
import type { HclItem, HclKey, HclList, HclObject, HclPosition, HclValue } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { HclError } from "./hcl-error.ts";
import type { HclBudget } from "./limits.ts";
import { type HclToken, HclTokens } from "./tokens.ts";

/** @throws HclError */
export function parseHclText(cursor: Cursor, budget: HclBudget): HclObject {
  return new HclParser(new HclTokens(cursor), budget).file();
}

class HclParser {
  readonly #tokens: HclTokens;
  readonly #budget: HclBudget;

  constructor(tokens: HclTokens, budget: HclBudget) {
    this.#tokens = tokens;
    this.#budget = budget;
  }

  file(): HclObject {
    const position = this.#tokens.peek().position;
    const items = this.#items("end");
    return { kind: "object", items, position };
  }

  /** Items up to the end of the text or the closing brace, which stays ahead. */
  #items(closing: "end" | "}"): HclItem[] {
    const items: HclItem[] = [];
    const names = new ArgumentNames();
    for (;;) {
      const ahead = this.#tokens.peek();
      if (ahead.kind === closing) return items;
      if (ahead.kind === "end") return items;
      this.#budget.countItem(ahead.position);
      const item = this.#item();
      if (item.assigned) names.add(item.keys[0]);
      items.push(item);
      if (this.#tokens.peek().kind === ",") this.#tokens.next();
    }
  }

  #item(): HclItem {
    const keys = this.#keys();
    const [first, second] = keys;
    const opening = this.#tokens.next();
    if (opening.kind === "{") return { keys, value: this.#object(opening.position), assigned: false };
    if (opening.kind !== "=") {
      throw refusal(opening, `key ${JSON.stringify(first.name)} must be followed by = or {`);
    }
    if (second !== undefined) throw refusal(opening, "only one key may stand before =");
    return { keys, value: this.#value(), assigned: true };
  }

  #keys(): [HclKey, ...HclKey[]] {
    const first = this.#tokens.next();
    if (first.kind !== "word" && first.kind !== "string") throw refusal(first, "a key is expected here");
    refuseBooleanKey(first);
    const keys: [HclKey, ...HclKey[]] = [{ name: first.value, position: first.position }];
    for (;;) {
      const ahead = this.#tokens.peek();
      if (ahead.kind !== "word" && ahead.kind !== "string") return keys;
      refuseBooleanKey(ahead);
      this.#budget.countItem(ahead.position);
      keys.push({ name: ahead.value, position: ahead.position });
      this.#tokens.next();
    }
  }

  #value(): HclValue {
    const token = this.#tokens.next();
    const { position } = token;
    switch (token.kind) {
      case "string":
      case "heredoc":
        return { kind: "string", value: token.value, position };
      case "number":
        return { kind: "number", value: token.value, text: token.text, position };
      case "word":
        if (token.value === "true" || token.value === "false") {
          return { kind: "boolean", value: token.value === "true", position };
        }
        throw refusal(token, "text must be in quotes");
      case "{":
        return this.#object(position);
      case "[":
        return this.#list(position);
      default:
        throw refusal(token, "a value is expected here");
    }
  }

  #object(position: HclPosition): HclObject {
    this.#budget.enter(position);
    const items = this.#items("}");
    const closing = this.#tokens.next();
    if (closing.kind !== "}") throw refusal(closing, `{ of line ${position.line} is not closed`);
    this.#budget.leave();
    return { kind: "object", items, position };
  }

  #list(position: HclPosition): HclList {
    this.#budget.enter(position);
    const values: HclValue[] = [];
    while (this.#tokens.peek().kind !== "]") {
      const ahead = this.#tokens.peek();
      if (ahead.kind === "end") throw refusal(ahead, `[ of line ${position.line} is not closed`);
      this.#budget.countItem(ahead.position);
      values.push(this.#value());
      const separator = this.#tokens.peek();
      if (separator.kind === ",") this.#tokens.next();
      else if (separator.kind === "end") throw refusal(separator, `[ of line ${position.line} is not closed`);
      else if (separator.kind !== "]") throw refusal(separator, "values of a list are separated by commas");
    }
    this.#tokens.next();
    this.#budget.leave();
    return { kind: "list", values, position };
  }
}

/** As in Go's parser, where the words true and false are values even before an equals sign. */
function refuseBooleanKey(token: HclToken): void {
  if (token.kind === "word" && (token.value === "true" || token.value === "false")) {
    throw refusal(token, "true and false cannot be keys; put the key in quotes");
  }
}

function refusal(token: HclToken, reason: string): HclError {
  return new HclError("syntax", token.position, reason);
}
