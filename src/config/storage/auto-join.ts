// auto_join's text: go-discover's `provider=k8s key=value key="value with blanks"`.
import { utf8Text } from "#base/bytes.ts";
import { Secret } from "#base/secret.ts";

export interface AutoJoin {
  readonly provider: string;
  /** Everything but the provider. Values may be credentials of a cloud. */
  readonly parameters: ReadonlyMap<string, Secret>;
}

const MAX_LENGTH = 8192;
const PAIR = /\s*([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))(?=\s|$)/y;

/** @returns what is wrong, as a text, instead of throwing */
export function parseAutoJoin(secret: Secret): AutoJoin | string {
  const text = utf8Text(secret.reveal()).trimEnd();
  if (text.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  const parameters = new Map<string, Secret>();
  let provider = "";
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < text.length) {
    const found = PAIR.exec(text);
    if (found === null) return 'must be pairs such as "provider=k8s label_selector=app=vault"';
    const [, name = "", quoted, bare = ""] = found;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? bare;
    if (name === "provider") provider = value;
    else if (parameters.has(name)) return "gives a parameter twice";
    else parameters.set(name, Secret.ofText(value));
  }
  return provider === "" ? "must name a provider" : { provider, parameters };
}
