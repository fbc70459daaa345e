import type { Engine } from "#contract/engine.ts";
import type { Tokens } from "./tokens.ts";

/** The token room as the catalog's auth method `token`, mounted once at `auth/token/`. */
export function tokenEngine(tokens: Tokens): Engine {
  return { type: "token", kind: "auth", isBuiltIn: true, paths: tokens.paths, open: () => undefined };
}
