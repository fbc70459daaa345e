// Go's own HCL 1, translated to JavaScript: the judge of ours, in tests only.
import { createRequire } from "node:module";

interface GoHcl {
  parse(text: string): string;
}

const goHcl = createRequire(import.meta.url)("js-hcl-parser") as GoHcl;

/** The JSON shape of `text`, or `undefined` when Go refuses it. */
export function oracleShape(text: string): unknown {
  const answer = ask(text);
  return answer.startsWith("unable to parse") ? undefined : JSON.parse(answer);
}

/** Whether Go's parser refuses `text`; what only its decoder cannot put into maps does not count. */
export function oracleRefusesSyntax(text: string): boolean {
  return /^unable to parse JSON: (At )?\d+:\d+: (?!.*(slice type|string keys))/s.test(ask(text));
}

function ask(text: string): string {
  try {
    return goHcl.parse(text);
  } catch {
    return "unable to parse: the Go code panicked";
  }
}
